import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionLimits } from './connection-limits.ts';
import { watchConnections } from './connections.ts';
import { oneAtATime } from './pipelining.ts';

/** A server that listens. */
export interface Listening {
  /** Where it is, with the port it really has: `http://127.0.0.1:4000`. */
  readonly url: string;
  /**
   * Accepts nothing more, waits for what is in flight, and resolves when the last answer has left: with how many connections
   * took longer than anything may, and were cut off.
   */
  drain(leaving?: Leaving): Promise<number>;
}

/** How a server is left. Milliseconds. */
export interface Leaving {
  /** How long it still accepts, as whoever sends it requests takes to notice that it is about to go. 0 by default. */
  readonly noticeMs?: number;
  /** How long an answer may take once its request is there; for that and a request's time connections are waited for. */
  readonly answerMs?: number;
}

/** Longer than the idle time of common load balancers (60 s): they, not we, close idle connections. Milliseconds. */
const KEEP_ALIVE_MS = 65_000;

/** How long a client may take to send its request; who is slower holds a connection for nothing. Milliseconds. */
export interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
  /** How often it is looked at. */
  readonly checkMs: number;
  /** How long it may read nothing of its answer; 20 s by default. */
  readonly stalledMs?: number;
}

/** A mebibyte in 20 s is less than half a megabit in a second. */
const PATIENCE: Patience = { headersMs: 10_000, requestMs: 20_000, checkMs: 1_000 };

/** Nothing of ours takes longer unless it is told to. Milliseconds. */
const ANSWER_MS = 10_000;

/** Nobody who reads at all reads nothing for so long. Milliseconds. */
const STALLED_MS = 20_000;

/** Whoever has more of them has a load balancer that shares them out among replicas. */
const MAX_CONNECTIONS = 1_000;

/** A tenth of the memory that a process should have; GraphiQL's page counts each time, though it is there once. Bytes. */
const MAX_UNSENT_BYTES = 64 * 1024 * 1024;

/** Of all headers: bearer tokens are long, queries by GET are headers too. Bytes. */
const MAX_HEADER_BYTES = 16 * 1024;

export async function listen(
  handler: RequestListener,
  where: { port: number; host: string; maxConnections?: number; maxUnsentBytes?: number },
  { headersMs, requestMs, checkMs, stalledMs = STALLED_MS }: Patience = PATIENCE,
): Promise<Listening> {
  const options = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const { port, host, maxConnections = MAX_CONNECTIONS, maxUnsentBytes = MAX_UNSENT_BYTES } = where;
  const server = createServer(options, oneAtATime(handler));
  const limits = connectionLimits({ maxConnections, stalledMs, maxUnsentBytes });
  const connections = watchConnections(server, limits.makeRoom);
  const checking = setInterval(() => limits.check(connections.open), checkMs);
  server.once('close', () => clearInterval(checking));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    async drain({ noticeMs = 0, answerMs = ANSWER_MS } = {}) {
      connections.announceLast();
      // Not even a turn of the event loop later, unless there is somebody to wait for.
      if (noticeMs > 0) await sleep(noticeMs);
      return connections.leave(requestMs + answerMs);
    },
  };
}
