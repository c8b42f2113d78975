import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Log } from '../../log.ts';

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

/** How long Redis may take before its replica counts by itself. Milliseconds. */
const REDIS_MS = 250;
const MINUTE = { duration: 60, keyPrefix: 'session-gateway:rate' };

/** Undefined where there is no limit. Without Redis, and while Redis is not there, this process counts by itself. */
export function createRateLimit({ ratePerMinute, redisUrl }: RateOptions, log: Log): RateLimit | undefined {
  if (ratePerMinute === 0) return undefined;
  const memory = new RateLimiterMemory({ ...MINUTE, points: ratePerMinute });
  if (redisUrl === '') return { take: (key) => taken(memory, key), close() {} };

  const storeClient = connect(redisUrl, log);
  const shared = new RateLimiterRedis({
    ...MINUTE,
    points: ratePerMinute,
    storeClient,
    rejectIfRedisNotReady: true,
    insuranceLimiter: memory,
    // Who is over it is refused without asking again.
    inMemoryBlockOnConsumed: ratePerMinute + 1,
  });
  return { take: (key) => taken(shared, key), close: () => storeClient.disconnect() };
}

async function taken(limiter: RateLimiterMemory | RateLimiterRedis, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(refusal.msBeforeNext, 1);
    throw refusal;
  }
}

/** Nothing waits for Redis: what it does not answer at once is counted here. It is tried again for ever, and logged once. */
function connect(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: REDIS_MS,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(times * 100, 5_000),
  });
  let away = false;
  redis.on('error', (err: Error) => {
    if (!away) log.warn({ err: err.message }, 'Redis is not there: the rate is counted by each replica');
    away = true;
  });
  redis.on('ready', () => {
    if (away) log.info('Redis is back');
    away = false;
  });
  return redis;
}
