import type { ReadCall } from './call.ts';
import type { Handler } from './compose.ts';

/**
 * Waits for the pace of the reader, if it has one. Each attempt waits, so that retries count, and before the rate limiter, so
 * that a background reader in wait holds no permit.
 */
export function pace(next: Handler<ReadCall>): Handler<ReadCall> {
  return async (call) => {
    const { request, partition, waiters } = call;
    if (!request.pace) return next(call);
    const release = await request.pace.acquire(partition, waiters.signal).catch(() => {
      throw call.deadlineExceeded();
    });
    try {
      return await next(call);
    } finally {
      release();
    }
  };
}
