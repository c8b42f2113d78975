import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Log } from '../../log/log.ts';

/** How many requests one caller may make in a minute. */
export interface RateLimit {
  /** Counts one. Milliseconds until the caller may come again; 0: now. It does not fail. */
  take(key: string): Promise<number>;
  close(): void;
}

export interface RateOptions {
  /** 0: no limit. */
  readonly ratePerMinute: number;
  /** Where replicas count together; empty: each by itself. */
  readonly redisUrl: string;
}

/** How long Redis may take before a replica counts by itself. Milliseconds. */
const REDIS_MS = 250;
const MINUTE = { duration: 60, keyPrefix: 'session-gateway:rate' };

/** Undefined where there is no limit. Without Redis, and while Redis is not there, this process counts by itself. */
export function createRateLimit({ ratePerMinute, redisUrl }: RateOptions, log: Log): RateLimit | undefined {
  if (ratePerMinute === 0) return undefined;
  const memory = new RateLimiterMemory({ ...MINUTE, points: ratePerMinute });
  return redisUrl === '' ? { take: (key) => taken(memory, key), close() {} } : together(memory, redisUrl, log);
}

function together(memory: RateLimiterMemory, redisUrl: string, log: Log): RateLimit {
  const storeClient = connect(redisUrl);
  const { points } = memory;
  // Who is over it is refused without asking Redis again.
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
        // Its message only: an error of Redis holds the command, which may be the password.
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

/** Nothing is queued for a Redis that is not there; it is tried again for ever. */
function connect(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: REDIS_MS,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(times * 100, 5_000),
  });
  // Unheard, an error would end the process; who counts next says what is wrong.
  redis.on('error', () => {});
  return redis;
}
