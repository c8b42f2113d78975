import type { GatewayError } from '../errors.ts';
import type { AttemptOutcome } from './observer.ts';
import type { Pace } from './pace.ts';
import { backoff, pause, type RetryBudget } from './retry.ts';
import type { SharedCall } from './shared-calls.ts';
import type { CostItem } from './upstream-costs.ts';

/** What a call is attempted with: the pace and budget of its service, and where its cost is written down. */
export interface AttemptOptions {
  readonly pace: Pace;
  readonly budget: RetryBudget;
  /** Callers of one owner wait for each other, those of different owners take turns. */
  readonly owner: object;
  readonly record: (item: CostItem, amount?: number) => void;
  /** Told as an attempt leaves; what it returns, as its outcome is known. */
  readonly onSend?: ((attempt: number) => ((outcome: AttemptOutcome) => void) | undefined) | undefined;
  readonly translate: (error: unknown) => GatewayError;
  /** Whether a call may be sent again when nobody knows what became of it. What AWS throttled, it did not do. */
  readonly isRepeatable: boolean;
}

/** Tries after the first for what may pass by itself. What AWS throttles is tried until nobody waits any longer. */
const MAX_RETRIES = 2;

/**
 * Sends a call at the pace of its service, and again where that may help: never past the deadline of who waits for it.
 * A throttled call goes back into the queue, whose pace has just become slower; other failures spend the retry budget.
 */
export async function attempt<Answer>(
  call: SharedCall,
  send: (signal: AbortSignal) => Promise<Answer>,
  { pace, budget, owner, record, onSend, translate, isRepeatable }: AttemptOptions,
): Promise<Answer> {
  budget.earn();
  for (let failures = 0; ; failures += 1) {
    record('waitedMs', await pace.enter(owner, call.signal));
    record('calls');
    if (failures > 0) record('retried');
    const onOutcome = onSend?.(failures + 1);
    const outcome = await send(call.signal).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error: translate(error) }),
    );
    onOutcome?.(outcome);
    if ('answer' in outcome) {
      pace.leave('answered');
      return outcome.answer;
    }

    const { error } = outcome;
    const isThrottled = error.code === 'UPSTREAM_THROTTLED';
    pace.leave(isThrottled ? 'throttled' : 'answered');
    if (isThrottled) record('throttled');
    if (!error.extensions.retryable || call.signal.aborted) throw error;
    if (!isThrottled && (!isRepeatable || failures >= MAX_RETRIES || !budget.spend())) throw error;
    call.lastFailure = error;
    const delay = backoff(failures);
    if (performance.now() + delay >= call.endsAt) throw error;
    await pause(delay, call.signal);
  }
}
