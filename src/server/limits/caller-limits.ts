import { GatewayError } from '../../errors/gateway-error.ts';
import type { RateLimit } from './rate-limit.ts';

/** Limits of each caller: requests a minute, and requests in flight. */
export interface CallerLimits {
  /**
   * Counts a request, and delays it while its caller has too many in flight.
   *
   * @param response ends the request's time in flight when it closes; without one the request is only counted
   * @returns undefined if the request need not wait; rejects with RATE_LIMITED
   */
  admit(key: string, response?: Closing): Promise<void> | undefined;
  /** Ends a request's time in flight before its response closes: a subscription is counted as a stream instead. */
  release(response: Closing): void;
}

/** Work that a request is in flight for: a response, or an operation of a WebSocket. */
export interface Closing {
  readonly destroyed: boolean;
  once(event: 'close', listener: () => void): unknown;
  off(event: 'close', listener: () => void): unknown;
}

export interface CallerLimitOptions {
  readonly rate?: RateLimit | undefined;
  /** Requests in flight of one caller; further ones wait in order of arrival. */
  readonly maxInFlight?: number;
  /** Longest wait. Milliseconds. */
  readonly maxWaitMs?: number;
}

/** The requests of one caller. */
interface CallerRequests {
  inFlight: number;
  readonly waiting: Set<() => void>;
}

export function callerLimits({ rate, maxInFlight = Infinity, maxWaitMs = 10_000 }: CallerLimitOptions): CallerLimits {
  const callers = new Map<string, CallerRequests>();
  const ends = new WeakMap<Closing, () => void>();

  /** Acquires a slot until the response closes; returns undefined if one is free. */
  function acquire(key: string, response: Closing): Promise<void> | undefined {
    if (response.destroyed) return undefined;
    const requests = callers.get(key) ?? { inFlight: 0, waiting: new Set() };
    callers.set(key, requests);
    const begin = () => {
      requests.inFlight += 1;
      const end = () => {
        if (!ends.delete(response)) return;
        requests.inFlight -= 1;
        const [next] = requests.waiting;
        if (next) next();
        else if (requests.inFlight === 0) callers.delete(key);
      };
      ends.set(response, end);
      response.once('close', end);
    };
    if (requests.inFlight >= maxInFlight) return wait(requests, response, begin);
    begin();
    return undefined;
  }

  function wait({ waiting }: CallerRequests, response: Closing, begin: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const stopWaiting = () => {
        waiting.delete(proceed);
        clearTimeout(timer);
        response.off('close', onClose);
      };
      const proceed = () => {
        stopWaiting();
        begin();
        resolve();
      };
      // `admittedListener` does not answer a client that disconnected.
      const onClose = () => {
        stopWaiting();
        resolve();
      };
      const timer = setTimeout(() => {
        stopWaiting();
        reject(tooMany('Too many requests are in flight', 1));
      }, maxWaitMs);
      waiting.add(proceed);
      response.once('close', onClose);
    });
  }

  async function count(key: string, limit: RateLimit, response?: Closing): Promise<void> {
    const waitMs = await limit.take(key);
    if (waitMs > 0) throw tooMany('Too many requests', Math.ceil(waitMs / 1_000));
    if (response) await acquire(key, response);
  }

  return {
    admit: (key, response) => (rate ? count(key, rate, response) : response && acquire(key, response)),
    release: (response) => ends.get(response)?.(),
  };
}

function tooMany(what: string, seconds: number): GatewayError {
  return new GatewayError('RATE_LIMITED', `${what}: retry in ${seconds} s.`, {
    http: { status: 429, headers: { 'retry-after': String(seconds) } },
  });
}
