import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Log } from '../../log/log.ts';

/** Limit of requests a minute of one caller. */
export interface RateLimit {
  /** Counts a request. Returns the milliseconds until the caller may retry; 0 admits it. Never rejects. */
  take(key: string): Promise<number>;
  close(): Promise<void>;
}

export interface RateOptions {
  /** 0: no limit. */
  readonly ratePerMinute: number;
  /** URL of the Redis that replicas share for counting; empty: none. */
  readonly redisUrl: string;
  /** PostgreSQL database of a store that replicas share, which counts where there is no Redis. */
  readonly database?: CountingDatabase | undefined;
}

/** Database of a store, whose tables are up to date once the store is open. */
export interface CountingDatabase {
  readonly url: string;
  /** File with the password; empty: that of the URL. */
  readonly passwordFile: string;
}

/** Counter of requests that replicas share. */
export interface SharedCounter {
  readonly name: string;
  /** Its `consume` rejects with an error when it is unavailable. */
  readonly limiter: Pick<RateLimiterAbstract, 'consume'>;
  /** Time for which it is not asked again after a failure. Milliseconds. */
  readonly pauseMs: number;
  close(): Promise<void>;
}

const MINUTE_S = 60;

/**
 * Creates the limit: replicas count together in Redis, or else in the database of their store. Without either, or while it is
 * unavailable, each replica counts its own requests.
 *
 * @returns undefined without a limit
 */
export async function createRateLimit(
  { ratePerMinute, redisUrl, database }: RateOptions,
  log: Log,
): Promise<RateLimit | undefined> {
  if (ratePerMinute === 0) return undefined;
  const limits = { points: ratePerMinute, duration: MINUTE_S };
  const memory = new RateLimiterMemory(limits);
  if (redisUrl !== '') {
    const { redisCounter } = await import('./redis-counter.ts');
    return sharedLimit(memory, redisCounter(redisUrl, limits), log);
  }
  if (database) {
    const { postgresCounter } = await import('./postgres-counter.ts');
    return sharedLimit(memory, postgresCounter(database, limits), log);
  }
  return { take: (key) => consume(memory, key), close: async () => {} };
}

function sharedLimit(memory: RateLimiterMemory, shared: SharedCounter, log: Log): RateLimit {
  const { name, limiter, pauseMs } = shared;
  let isUnavailable = false;
  let askAgainAt = -Infinity;

  return {
    async take(key) {
      if (performance.now() < askAgainAt) return consume(memory, key);
      try {
        const waitMs = await consume(limiter, key);
        if (isUnavailable && waitMs === 0) log.info(`${name} is available again`);
        if (waitMs === 0) isUnavailable = false;
        return waitMs;
      } catch (err) {
        // Only the message: an error of Redis holds the command, which may be the password.
        if (!isUnavailable)
          log.warn({ reason: (err as Error).message }, `${name} is unavailable: each replica counts its own requests`);
        isUnavailable = true;
        askAgainAt = performance.now() + pauseMs;
        return consume(memory, key);
      }
    },
    close: shared.close,
  };
}

/** @returns milliseconds until the caller may retry; 0 admits it. @throws Error if the request cannot be counted */
async function consume(limiter: Pick<RateLimiterAbstract, 'consume'>, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(error.msBeforeNext, 1);
    throw error;
  }
}
