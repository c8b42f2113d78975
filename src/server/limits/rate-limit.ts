import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Log } from '../../log/log.ts';

/** Limit of requests a minute of one caller. */
export interface RateLimit {
  /** Counts a request. Returns the milliseconds until the caller may retry; 0 admits it. Never rejects. */
  take(key: string): Promise<number>;
  close(): void;
}

export interface RateOptions {
  /** 0: no limit. */
  readonly ratePerMinute: number;
  /** URL of the Redis that replicas share for counting; empty: each replica counts its own requests. */
  readonly redisUrl: string;
}

/** Timeout of Redis, after which a replica counts its own requests. Milliseconds. */
const REDIS_MS = 250;
const MINUTE = { duration: 60, keyPrefix: 'session-gateway:rate' };

/** Returns undefined without a limit. Without Redis, or while it is unavailable, each replica counts its own requests. */
export function createRateLimit({ ratePerMinute, redisUrl }: RateOptions, log: Log): RateLimit | undefined {
  if (ratePerMinute === 0) return undefined;
  const memory = new RateLimiterMemory({ ...MINUTE, points: ratePerMinute });
  return redisUrl === '' ? { take: (key) => consume(memory, key), close() {} } : sharedLimit(memory, redisUrl, log);
}

function sharedLimit(memory: RateLimiterMemory, redisUrl: string, log: Log): RateLimit {
  const storeClient = connect(redisUrl);
  const { points } = memory;
  // Callers above the limit are rejected without a call to Redis.
  const options = { storeClient, points, rejectIfRedisNotReady: true, inMemoryBlockOnConsumed: points + 1 };
  const shared = new RateLimiterRedis({ ...MINUTE, ...options });
  let isUnavailable = false;

  return {
    async take(key) {
      try {
        const waitMs = await consume(shared, key);
        if (isUnavailable && waitMs === 0) log.info('Redis is available again');
        if (waitMs === 0) isUnavailable = false;
        return waitMs;
      } catch (err) {
        // Only the message: an error of Redis holds the command, which may be the password.
        if (!isUnavailable)
          log.warn({ reason: (err as Error).message }, 'Redis is unavailable: each replica counts its own requests');
        isUnavailable = true;
        return consume(memory, key);
      }
    },
    close: () => storeClient.disconnect(),
  };
}

/** @returns milliseconds until the caller may retry; 0 admits it. @throws Error if the request cannot be counted */
async function consume(limiter: RateLimiterMemory | RateLimiterRedis, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(error.msBeforeNext, 1);
    throw error;
  }
}

/** Connects to Redis; queues no commands while it is unavailable, and reconnects indefinitely. */
function connect(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: REDIS_MS,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(times * 100, 5_000),
  });
  // An error without a listener would crash the process; the next `take` logs it.
  redis.on('error', () => {});
  return redis;
}
