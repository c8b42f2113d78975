import { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { SharedCounter } from './rate-limit.ts';

/** Timeout of Redis, after which a replica counts its own requests. Milliseconds. */
const REDIS_MS = 250;

/** Counts the requests of all replicas in Redis. */
export function redisCounter(
  redisUrl: string,
  limits: { readonly points: number; readonly duration: number },
): SharedCounter {
  const storeClient = connect(redisUrl);
  // Callers above the limit are rejected without a call to Redis.
  const options = { storeClient, rejectIfRedisNotReady: true, inMemoryBlockOnConsumed: limits.points + 1 };
  return {
    name: 'Redis',
    limiter: new RateLimiterRedis({ ...limits, ...options, keyPrefix: 'session-gateway:rate' }),
    pauseMs: 0,
    close: async () => storeClient.disconnect(),
  };
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
  // An error without a listener would crash the process; the next request logs it.
  redis.on('error', () => {});
  return redis;
}
