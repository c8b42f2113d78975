import type { GatewayError } from '../../errors/gateway-error.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { AttemptOutcome } from '../observer.ts';
import type { RateLimiter } from '../rate-limiter/rate-limiter.ts';
import type { CostItem } from '../upstream-costs.ts';
import { backoff, pause, type RetryBudget, throttleBackoff } from './backoff.ts';
import type { InFlightCall } from './call-coalescer.ts';

/** What a call is attempted with: the rate limiter and retry budget of its partition, and where its cost is recorded. */
export interface AttemptOptions {
  readonly limiter: RateLimiter;
  readonly operation: string;
  readonly clock?: Clock | undefined;
  /** For the jitter of backoff: from 0 to below 1. */
  readonly random?: (() => number) | undefined;
  readonly budget: RetryBudget;
  /** Callers of one owner wait for each other, those of different owners take turns. */
  readonly owner: object;
  readonly record: (item: CostItem, amount?: number) => void;
  /** Told as an attempt leaves; what it returns, as its outcome is known. */
  readonly onSend?: ((attempt: number) => ((outcome: AttemptOutcome) => void) | undefined) | undefined;
  readonly translate: (error: unknown) => GatewayError;
  /** Whether a call may be sent again when nobody knows what became of it. What AWS throttled, it did not do. */
  readonly isIdempotent: boolean;
}

/** Tries after the first for what may pass by itself. What AWS throttles is tried until nobody waits any longer. */
const MAX_RETRIES = 2;
/** Failures that do not say whether AWS would have throttled. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_CREDENTIALS']);

/**
 * Sends a call when the rate limiter permits it, and retries it where that may help: never past the deadline of its readers.
 * A throttled call goes back into the queue, as its rate is limited where that helps; other failures spend the retry budget.
 */
export async function attempt<Answer>(
  call: InFlightCall,
  send: (signal: AbortSignal) => Promise<Answer>,
  {
    limiter,
    operation,
    clock = systemClock,
    random = Math.random,
    budget,
    owner,
    record,
    onSend,
    translate,
    isIdempotent,
  }: AttemptOptions,
): Promise<Answer> {
  budget.earn();
  for (let failures = 0; ; failures += 1) {
    const permit = await limiter.acquire(operation, owner, call.signal);
    record('waitedMs', permit.waitedMs);
    record('calls');
    if (failures > 0) record('retried');
    const onOutcome = onSend?.(failures + 1);
    const outcome = await send(call.signal).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error: translate(error) }),
    );
    onOutcome?.(outcome);
    if ('answer' in outcome) {
      permit.release('answered');
      return outcome.answer;
    }

    const { error } = outcome;
    const isThrottled = error.code === 'UPSTREAM_THROTTLED';
    permit.release(isThrottled ? 'throttled' : SAYS_NOTHING.has(error.code) ? 'unknown' : 'answered');
    if (isThrottled) record('throttled');
    if (!error.extensions.retryable || call.signal.aborted) throw error;
    if (!isThrottled && (!isIdempotent || failures >= MAX_RETRIES || !budget.spend())) throw error;
    call.lastFailure = error;
    const delay = isThrottled ? throttleBackoff(failures, random) : backoff(failures, random);
    if (clock.now() + delay >= call.endsAt) throw error;
    if (isThrottled) record('waitedMs', delay);
    await pause(delay, call.signal, clock);
  }
}
