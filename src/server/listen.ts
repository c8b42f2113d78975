import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that listens. */
export interface Listening {
  /** Where it is, with the port it really has: `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Accepts nothing more, waits for what is in flight, and resolves when the last answer has left. */
  drain(): Promise<void>;
}

/** Longer than the idle time of common load balancers (60 s): they, not we, close idle connections. Milliseconds. */
const KEEP_ALIVE_MS = 65_000;

export async function listen(
  handler: RequestListener,
  { port, host }: { port: number; host: string },
): Promise<Listening> {
  const inFlight = new Set<ServerResponse>();
  let draining = false;

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    inFlight.add(response);
    response.once('close', () => inFlight.delete(response));
    if (draining) response.setHeader('connection', 'close');
    handler(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    drain: () =>
      new Promise((resolve) => {
        draining = true;
        server.close(() => resolve());
        // A kept-alive connection would hold the server open long after its answer.
        for (const response of inFlight) if (!response.headersSent) response.setHeader('connection', 'close');
      }),
  };
}
