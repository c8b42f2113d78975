import type { GatewayError } from '../../errors/gateway-error.ts';
import { type Clock, systemClock } from '../clock.ts';
import { backoff, pause, throttleBackoff } from './backoff.ts';
import type { AwsCall } from './call.ts';
import type { Handler } from './compose.ts';

/** Retries of one call after failures other than throttles, which are retried until the deadline. */
const MAX_RETRIES = 2;

export interface RetryOptions {
  readonly clock?: Clock;
  /** Source of jitter: from 0 to below 1. */
  readonly random?: () => number;
}

/**
 * Retries failed calls until the deadline of those who wait. A throttled call was not executed: it is always retried. Other
 * failures are retried twice, if AWS may recover from them and the operation is idempotent, out of the partition's retry budget.
 * Each attempt needs a permit of its own, so this stage is before the rate limiter: no permit is held during a backoff.
 */
export function retry({ clock = systemClock, random = Math.random }: RetryOptions = {}) {
  return <Call extends AwsCall>(next: Handler<Call>): Handler<Call> =>
    async (call) => {
      const { waiters, partition, isIdempotent } = call;
      partition.budget.earn();
      for (let failures = 0; ; failures += 1) {
        try {
          return await next({ ...call, attempt: failures + 1 });
        } catch (thrown) {
          const error = thrown as GatewayError;
          const isThrottled = error.code === 'UPSTREAM_THROTTLED';
          if (!error.extensions.retryable || waiters.signal.aborted) throw error;
          if (!isThrottled && (!isIdempotent || failures >= MAX_RETRIES || !partition.budget.spend())) throw error;
          waiters.lastFailure = error;
          const delay = isThrottled ? throttleBackoff(failures, random) : backoff(failures, random);
          if (clock.now() + delay >= waiters.endsAt) throw error;
          if (isThrottled) call.record('waitedMs', delay);
          await pause(delay, waiters.signal, clock);
        }
      }
    };
}
