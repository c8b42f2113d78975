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
 * Retries failed calls until the deadline of their waiters. A throttled call was not executed: it is always retried. Other
 * failures are retried twice, if AWS may recover from them and the operation is idempotent, out of the partition's retry budget.
 * Each attempt needs a permit of its own, so this stage is before the rate limiter: no permit is held during a backoff.
 */
export function retry({ clock = systemClock, random = Math.random }: RetryOptions = {}) {
  return <Call extends AwsCall>(next: Handler<Call>): Handler<Call> =>
    async (call) => {
      call.partition.budget.earn();
      for (let failures = 0; ; failures += 1) {
        try {
          return await next({ ...call, attempt: failures + 1 });
        } catch (error) {
          await backOff(error as GatewayError, call, failures);
        }
      }
    };

  /** Waits until the next attempt. @throws the failure if it is final, or the deadline is before the next attempt */
  async function backOff(error: GatewayError, call: AwsCall, failures: number): Promise<void> {
    const { waiters } = call;
    const delay = retryDelay(error, call, failures, random);
    if (delay === null) throw error;
    waiters.lastFailure = error;
    if (clock.now() + delay >= waiters.endsAt) throw error;
    if (isThrottle(error)) call.record('waitedMs', delay);
    await pause(delay, waiters.signal, clock);
  }
}

/** Milliseconds until the next attempt; null where the failure is final. */
function retryDelay(error: GatewayError, call: AwsCall, failures: number, random: () => number): number | null {
  const { waiters, partition, isIdempotent } = call;
  if (!error.extensions.retryable || waiters.signal.aborted) return null;
  if (isThrottle(error)) return throttleBackoff(failures, random);
  const mayRetry = isIdempotent && failures < MAX_RETRIES && partition.budget.spend();
  return mayRetry ? backoff(failures, random) : null;
}

function isThrottle({ code }: GatewayError): boolean {
  return code === 'UPSTREAM_THROTTLED';
}
