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
  /** Redis in which replicas count together; empty: each counts by itself. */
  readonly redisUrl: string;
}

/** Timeout of Redis, after which a replica counts by itself. Milliseconds. */
const REDIS_MS = 250;
const MINUTE = { duration: 60, keyPrefix: 'session-gateway:rate' };

/** Returns undefined without a limit. Without Redis, and while Redis is unavailable, this process counts by itself. */
export function createRateLimit({ ratePerMinute, redisUrl }: RateOptions, log: Log): RateLimit | undefined {
  if (ratePerMinute === 0) return undefined;
  const memory = new RateLimiterMemory({ ...MINUTE, points: ratePerMinute });
  return redisUrl === '' ? { take: (key) => taken(memory, key), close() {} } : together(memory, redisUrl, log);
}

function together(memory: RateLimiterMemory, redisUrl: string, log: Log): RateLimit {
  const storeClient = connect(redisUrl);
  const { points } = memory;
  // Callers above the limit are rejected without a call to Redis.
  const more = { storeClient, points, rejectIfRedisNotReady: true, inMemoryBlockOnConsumed: points + 1 };
  const shared = new RateLimiterRedis({ ...MINUTE, ...more });
  let isAway = false;

  return {
    async take(key) {
      try {
        const waitMs = await taken(shared, key);
        if (isAway && waitMs === 0) log.info('Redis is back');
        if (waitMs === 0) isAway = false;
        return waitMs;
      } catch (err) {
        // Only the message: an error of Redis holds the command, which may be the password.
        if (!isAway)
          log.warn({ reason: (err as Error).message }, 'Redis does not answer: each replica counts by itself');
        isAway = true;
        return taken(memory, key);
      }
    },
    close: () => storeClient.disconnect(),
  };
}

/** @throws Error where it cannot be counted */
async function taken(limiter: RateLimiterMemory | RateLimiterRedis, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(refusal.msBeforeNext, 1);
    throw refusal;
  }
}

/** Queues nothing while Redis is unavailable, and reconnects without end. */
function connect(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: REDIS_MS,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(times * 100, 5_000),
  });
  // Without a listener an error would end the process; the next `take` logs it.
  redis.on('error', () => {});
  return redis;
}
