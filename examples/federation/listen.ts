import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that listens. */
export interface Listening {
  /** Its GraphQL endpoint: `http://127.0.0.1:4100/graphql`. */
  readonly url: string;
  /** Closes all connections. */
  close(): void;
}

/** @param port 0 picks a free one */
export async function listen(handler: RequestListener, port = 0, host = '127.0.0.1'): Promise<Listening> {
  const server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/graphql`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
