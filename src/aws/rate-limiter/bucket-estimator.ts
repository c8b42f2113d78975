import { bucketPosterior } from './bucket-posterior.ts';
import { bucketProjection } from './bucket-projection.ts';

/** Estimates from the outcomes of calls when AWS's token bucket has a token for the next one. */
export interface BucketEstimator {
  /** Median of the rate of the bucket. Calls a second; Infinity if AWS throttles nothing, or not by a bucket. */
  perSecond(now: number): number;
  /** Milliseconds until a call may be sent. */
  delay(now: number): number;
  sent(now: number): EstimatedCall;
  /** Records the outcome of a call; `unknown` if AWS did not say whether it accepted it. */
  record(outcome: Outcome, call: EstimatedCall, now: number): void;
}

export type Outcome = 'answered' | 'throttled' | 'unknown';

export interface EstimatedCall {
  readonly at: number;
  /** Probability that a token was there. */
  chance: number;
  /** Outcome; undefined while in flight. */
  outcome: Outcome | undefined;
  /** Probability that the outcome had beforehand; undefined while it or an earlier call is in flight. */
  likelihood: number | undefined;
}

/** Probability of a token from which calls are sent at any number. */
const SURE = 0.9;
/** Probability of a token from which one call at a time is sent, whose outcome decides between hypotheses. */
const LIKELY = 0.6;
/**
 * Time without a throttle after which the rate is not limited any more: a bucket that limits it throttles a few times in it,
 * as higher rates are tried. Milliseconds.
 */
const UNTHROTTLED_MS = 10_000;
/** Calls whose outcomes wait for that of an earlier one, at most: its outcome is then taken as unknown. */
const MAX_PENDING = 64;

export function bucketEstimator(): BucketEstimator {
  const posterior = bucketPosterior();
  const projection = bucketProjection(posterior);
  /** Calls of which the outcome, or that of an earlier one, is not known yet, in the order in which they were sent. */
  const pending: EstimatedCall[] = [];
  let isProjected = false;
  /** Time of the next call, until another one is sent or an outcome is known. */
  let readyAt: number | undefined;
  let throttledAt = Number.NEGATIVE_INFINITY;

  /** Projects the calls in flight. Not needed while probably no bucket limits the rate. */
  function project(): void {
    if (isProjected) return;
    isProjected = true;
    projection.reset();
    for (const call of pending) if (call.outcome !== 'throttled') call.chance = projection.add(call.at);
  }

  function settle(call: EstimatedCall): void {
    if (call.outcome === 'unknown') {
      posterior.pass(call.at);
      call.likelihood = 1;
    } else call.likelihood = posterior.update(call.outcome === 'throttled', call.at);
  }

  function isUnlimited(now: number): boolean {
    if (pending.length === 0) posterior.pass(now);
    return now - throttledAt > UNTHROTTLED_MS || posterior.unlimited >= SURE;
  }

  return {
    perSecond: (now) => (isUnlimited(now) ? Infinity : posterior.medianRate()),
    delay(now) {
      if (isUnlimited(now)) return 0;
      if (readyAt !== undefined && readyAt >= now) return readyAt - now;
      project();
      const isTrying = pending.some(({ outcome, chance }) => outcome === undefined && chance < SURE);
      const delay = projection.delay(now, isTrying ? SURE : LIKELY);
      readyAt = now + delay;
      return delay;
    },
    sent(now) {
      readyAt = undefined;
      const isFree = isUnlimited(now);
      if (isFree) isProjected = false;
      else project();
      const call = { at: now, chance: isFree ? 1 : projection.add(now), outcome: undefined, likelihood: undefined };
      pending.push(call);
      return call;
    },
    record(outcome, call, now) {
      call.outcome ??= outcome;
      if (outcome === 'throttled') throttledAt = now;
      const [first] = pending;
      if (first && pending.length > MAX_PENDING) first.outcome ??= 'unknown';
      isProjected = false;
      readyAt = undefined;
      while (pending[0]?.outcome !== undefined) settle(pending.shift() as EstimatedCall);
    },
  };
}
