import type { GatewayError } from '../../errors/gateway-error.ts';
import type { Permit } from '../rate-limiter/rate-limiter.ts';
import type { AwsCall } from './call.ts';
import type { Handler } from './compose.ts';

/** Failures that do not show whether AWS would have throttled the call. */
const INCONCLUSIVE: ReadonlySet<string> = new Set(['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_CREDENTIALS']);

/**
 * Waits for a permit of the partition's rate limiter, and releases it with the outcome, by which the limiter adapts.
 * Callers take turns by request, so that a large list does not starve a small query.
 */
export function rateLimit<Call extends AwsCall>(next: Handler<Call>): Handler<Call> {
  return async (call) => {
    const { partition, operation, request, waiters } = call;
    const permit = await partition.limiter.acquire(operation, request, waiters.signal).catch(() => {
      throw call.deadlineExceeded();
    });
    call.record('waitedMs', permit.waitedMs);
    let outcome: Parameters<Permit['release']>[0] = 'answered';
    try {
      return await next(call);
    } catch (error) {
      const { code } = error as GatewayError;
      if (code === 'UPSTREAM_THROTTLED') outcome = 'throttled';
      else if (INCONCLUSIVE.has(code)) outcome = 'unknown';
      throw error;
    } finally {
      permit.release(outcome);
    }
  };
}
