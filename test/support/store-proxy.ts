import { createServer, connect as open, type Server, type Socket } from 'node:net';

/** A network between a gateway and its database that can be cut. */
export interface StoreProxy {
  /** URL of the database through the proxy. */
  readonly url: string;
  /** Breaks all connections, and takes no new ones. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  /** Passes nothing on, and breaks nothing: what is sent arrives when the network is back. */
  freeze(): void;
  thaw(): void;
}

/** @param url of the database, on loopback. `cut` closes it */
export async function startStoreProxy(url: string): Promise<StoreProxy> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let listening = 0;
  let server: Server | undefined;

  function add(socket: Socket): void {
    sockets.add(socket);
    if (isFrozen) socket.pause();
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  }

  function join(client: Socket): void {
    const target = open(Number(port), hostname);
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      add(one);
      one.on('data', (chunk) => void other.write(chunk));
      one.on('close', () => other.destroy());
    }
  }

  async function restore(): Promise<void> {
    server = createServer(join);
    await new Promise<void>((resolve) => server?.listen(listening, '127.0.0.1', resolve));
    listening = (server.address() as { port: number }).port;
  }

  async function cut(): Promise<void> {
    const closed = server;
    server = undefined;
    for (const socket of sockets) socket.destroy();
    if (closed) await new Promise((resolve) => closed.close(resolve));
  }

  await restore();
  const through = new URL(url);
  through.port = String(listening);
  return {
    url: through.href,
    cut,
    restore,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
  };
}
