import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import { type OpenedStream, type RunningStream, runStream, type StreamParts } from './run-stream.ts';

/** Limits of the subscriptions of a process. */
export interface StreamLimits {
  readonly maxStreams: number;
  readonly maxStreamsPerCaller: number;
}

export interface OpenStreamsOptions extends StreamLimits, StreamParts {
  readonly authenticator: Pick<Authenticator, 'callerOf'>;
  /** Interval in which tokens are checked. Milliseconds; 2.5 s by default. */
  readonly checkMs?: number;
  /** Interval of keep-alives. Milliseconds; 12 s by default. */
  readonly pingMs?: number;
}

/** The subscriptions of a process. */
export interface OpenStreams {
  /** Counts a subscription before anything is executed for it; returns a function that uncounts it. @throws GatewayError TOO_MANY_STREAMS */
  reserve(callerKey: string): () => void;
  /** Sends the results of a subscription to its client until either ends. */
  run(stream: OpenedStream): RunningStream;
  /** Adds a connection that is closed when the process drains, such as a WebSocket without a subscription. */
  addConnection(connection: Breakable): () => void;
  /** Breaks all streams, evenly over a time in milliseconds, so that not all clients reconnect at once. */
  drain(overMs: number): Promise<void>;
  /** Number of open streams. */
  readonly size: number;
}

/** Connection that can be closed so that its client reconnects. */
export interface Breakable {
  break(): void;
}

/** Less than the 5 s in which a stream ends after its token. Milliseconds. */
const CHECK_MS = 2_500;
/** Shorter than the idle timeouts of proxies, which begin at 30 s. Milliseconds. */
const PING_MS = 12_000;
/** `Retry-After` of a subscription above a limit. Seconds. */
const RETRY_AFTER_S = 5;

/** Runs the subscriptions of a process: counts them, checks their tokens, keeps them alive, drains them. */
export function openStreams(options: OpenStreamsOptions): OpenStreams {
  const { maxStreams, maxStreamsPerCaller, authenticator, checkMs = CHECK_MS, pingMs = PING_MS } = options;
  const perCaller = new Map<string, number>();
  const running = new Set<RunningStream>();
  const connections = new Set<Breakable>();
  let reserved = 0;
  let timers: readonly NodeJS.Timeout[] = [];

  function start(): void {
    if (timers.length > 0) return;
    const checking = setInterval(() => checkTokens(running, authenticator), checkMs);
    const pinging = setInterval(() => {
      for (const stream of running) stream.ping();
    }, pingMs);
    timers = [checking.unref(), pinging.unref()];
  }

  function stop(): void {
    for (const timer of timers) clearInterval(timer);
    timers = [];
  }

  return {
    reserve(callerKey) {
      const ofCaller = perCaller.get(callerKey) ?? 0;
      if (reserved >= maxStreams) throw tooMany(`${maxStreams} subscriptions are open in this process`);
      if (ofCaller >= maxStreamsPerCaller) throw tooMany(`${maxStreamsPerCaller} subscriptions of one caller are open`);
      reserved += 1;
      perCaller.set(callerKey, ofCaller + 1);
      let isReserved = true;
      return () => {
        if (!isReserved) return;
        isReserved = false;
        reserved -= 1;
        const left = (perCaller.get(callerKey) ?? 1) - 1;
        if (left > 0) perCaller.set(callerKey, left);
        else perCaller.delete(callerKey);
      };
    },
    run(opened) {
      const stream = runStream(opened, options);
      if (stream.isOver) return stream;
      running.add(stream);
      start();
      stream.onEnd(() => {
        running.delete(stream);
        if (running.size === 0) stop();
      });
      return stream;
    },
    addConnection(connection) {
      connections.add(connection);
      return () => void connections.delete(connection);
    },
    async drain(overMs) {
      const startedAt = performance.now();
      const all = [...running];
      for (const [index, stream] of all.entries()) {
        const dueMs = (overMs * (index + 1)) / (all.length + 1) - (performance.now() - startedAt);
        if (dueMs >= 1) await sleep(dueMs);
        stream.break();
      }
      const restMs = overMs - (performance.now() - startedAt);
      if (restMs >= 1) await sleep(restMs);
      // Those that were opened meanwhile, and connections without one.
      for (const each of [...running, ...connections]) each.break();
    },
    get size() {
      return running.size;
    },
  };
}

/** Ends the streams whose token is no longer valid. Equal tokens are verified once. */
function checkTokens(running: ReadonlySet<RunningStream>, { callerOf }: Pick<Authenticator, 'callerOf'>): void {
  const byToken = Map.groupBy(running, ({ authorization }) => authorization);
  for (const [authorization, streams] of byToken) {
    const caller = callerOf(authorization);
    if (!(caller instanceof Promise)) continue;
    caller.catch((error: unknown) => {
      // While the signing keys cannot be read, a token that was valid is taken as such.
      if (!(error instanceof GatewayError) || error.code !== 'UNAUTHENTICATED') return;
      for (const stream of streams) stream.fail(error, 'unauthenticated');
    });
  }
}

function tooMany(what: string): GatewayError {
  return new GatewayError('TOO_MANY_STREAMS', `${what}, which is the limit: retry in ${RETRY_AFTER_S} s.`, {
    http: { status: 429, headers: { 'retry-after': String(RETRY_AFTER_S) } },
  });
}
