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

/** How long a client may take to send its request; who is slower holds a connection for nothing. Milliseconds. */
export interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
  /** How often it is looked at. */
  readonly checkMs: number;
}

/** A mebibyte in 20 s is less than half a megabit in a second. */
const PATIENCE: Patience = { headersMs: 10_000, requestMs: 20_000, checkMs: 1_000 };

/** Of all headers: bearer tokens are long, queries by GET are headers too. Bytes. */
const MAX_HEADER_BYTES = 16 * 1024;

export async function listen(
  handler: RequestListener,
  { port, host }: { port: number; host: string },
  { headersMs, requestMs, checkMs }: Patience = PATIENCE,
): Promise<Listening> {
  const inFlight = new Set<ServerResponse>();
  let draining = false;

  const options = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const server = createServer(options, (request, response) => {
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
