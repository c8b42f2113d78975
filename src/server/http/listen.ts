import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CutBy, connectionLimits } from './connection-limits.ts';
import { watchConnections } from './connections.ts';
import { oneAtATime } from './pipelining.ts';

/** A server that listens. */
export interface Listening {
  /** URL with the actual port: `http://127.0.0.1:4000`. */
  readonly url: string;
  /**
   * Stops accepting connections, waits for requests in flight, and resolves with the number of connections that exceeded the
   * longest time of a request and its answer, and were force-closed.
   */
  drain(options?: DrainOptions): Promise<number>;
}

/** Durations of a graceful shutdown. Milliseconds. */
export interface DrainOptions {
  /** Time for which connections are still accepted, while load balancers notice `/ready`. 0 by default. */
  readonly noticeMs?: number;
  /** Longest time of an answer; connections get this and the longest time of a request. */
  readonly answerMs?: number;
}

/** Longer than the idle timeout of common load balancers (60 s), so that they close idle connections first. Milliseconds. */
const KEEP_ALIVE_MS = 65_000;

/** Timeouts of slow clients. Milliseconds. */
export interface ClientTimeouts {
  readonly headersMs: number;
  readonly requestMs: number;
  /** Interval of checks. */
  readonly checkMs: number;
  /** Longest time in which a client reads nothing of its answer; 20 s by default. */
  readonly stalledMs?: number;
  /** The same for the client of a stream; 60 s by default. */
  readonly stalledStreamMs?: number;
}

/** A mebibyte in 20 s is less than half a megabit a second. */
const CLIENT_TIMEOUTS: ClientTimeouts = { headersMs: 10_000, requestMs: 20_000, checkMs: 1_000 };

/** Longest time of an answer by default. Milliseconds. */
const ANSWER_MS = 10_000;

/** Default of `stalledMs`. Milliseconds. */
const STALLED_MS = 20_000;

/** Default limit of open connections; more than this needs replicas. */
const MAX_CONNECTIONS = 1_000;

/** Default limit of unread answers, a tenth of a process's memory. GraphiQL's page counts each time, though it is shared. Bytes. */
const MAX_UNSENT_BYTES = 64 * 1024 * 1024;

/** Limit of all headers: bearer tokens are long, and the URL of a GET counts too. Bytes. */
const MAX_HEADER_BYTES = 16 * 1024;

/** Address to listen on, limits of connections, and what opens WebSockets; without it a handshake is answered as a request. */
export interface ListenOptions {
  readonly port: number;
  readonly host: string;
  readonly maxConnections?: number;
  readonly maxUnsentBytes?: number;
  readonly upgrade?: (request: IncomingMessage, socket: Socket, head: Buffer) => void;
}

export async function listen(
  handler: RequestListener,
  where: ListenOptions,
  { headersMs, requestMs, checkMs, stalledMs = STALLED_MS, stalledStreamMs }: ClientTimeouts = CLIENT_TIMEOUTS,
  onCut?: (by: CutBy) => void,
): Promise<Listening> {
  const options = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const { port, host, maxConnections = MAX_CONNECTIONS, maxUnsentBytes = MAX_UNSENT_BYTES, upgrade } = where;
  const server = createServer(options, oneAtATime(handler));
  const limits = connectionLimits({ maxConnections, stalledMs, stalledStreamMs, maxUnsentBytes }, onCut);
  const connections = watchConnections(server, limits.makeRoom);
  if (upgrade) {
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      // A handshake must not overtake answers to requests before it.
      if (connections.open.get(socket)?.unanswered.size) socket.destroy();
      else upgrade(request, socket, head);
    });
  }
  const checking = setInterval(() => limits.check(connections.open), checkMs);
  server.once('close', () => clearInterval(checking));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    async drain({ noticeMs = 0, answerMs = ANSWER_MS } = {}) {
      connections.announceLast();
      if (noticeMs > 0) await sleep(noticeMs);
      return connections.drain(requestMs + answerMs);
    },
  };
}
