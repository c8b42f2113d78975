import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A load balancer of connections. */
export interface Balancer {
  readonly url: string;
  /** Breaks all connections. */
  close(): void;
}

/** Time to reach a replica. Milliseconds. */
const CONNECT_MS = 1_000;

/**
 * Passes each connection to the replica that has the fewest, and to the next one where that replica cannot be reached. It knows nothing
 * of HTTP: streams and WebSockets pass as they are, and end with their replica, so that clients reconnect.
 *
 * @param targets URLs of the replicas
 * @param port 0 picks a free one
 * @throws when the port cannot be listened on
 */
export async function startBalancer(targets: readonly string[], port: number): Promise<Balancer> {
  const replicas = targets.map((url) => ({ port: Number(new URL(url).port), connections: 0 }));
  const open = new Set<Socket>();

  function pass(client: Socket, tried: readonly number[]): void {
    const [replica] = replicas
      .filter((each) => !tried.includes(each.port))
      .sort((one, other) => one.connections - other.connections);
    if (!replica) {
      client.destroy();
      return;
    }
    const target = connect({ port: replica.port, host: '127.0.0.1' });
    const timer = setTimeout(() => target.destroy(new Error('timeout')), CONNECT_MS);
    replica.connections += 1;
    let isConnected = false;
    target.once('connect', () => {
      isConnected = true;
      clearTimeout(timer);
      client.pipe(target).pipe(client);
    });
    target.on('error', () => {});
    target.once('close', () => {
      clearTimeout(timer);
      replica.connections -= 1;
      if (isConnected || client.destroyed) client.destroy();
      else pass(client, [...tried, replica.port]);
    });
    client.once('close', () => target.destroy());
  }

  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => {}).once('close', () => open.delete(client));
    pass(client, []);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    close() {
      server.close();
      for (const client of open) client.destroy();
    },
  };
}
