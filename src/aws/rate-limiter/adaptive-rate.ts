import { type BucketEstimator, bucketEstimator, type EstimatedCall, type Outcome } from './bucket-estimator.ts';

/**
 * Limits the rate of one operation to what AWS accepts, by one of two estimators: of a bucket of its own, or of one that all
 * operations of the partition share. The estimator that predicts the outcomes better decides.
 */
export interface AdaptiveRate {
  /** Estimate of the rate that AWS accepts. Calls a second; Infinity while not limited. */
  perSecond(now: number): number;
  /** Milliseconds until one call may be sent. */
  delay(now: number): number;
  /** Counts a call that is sent now. @returns the call, to be passed to `record` with its outcome */
  sent(now: number): SentCall;
  record(outcome: Outcome, call: SentCall, now: number): void;
}

export interface SentCall {
  readonly own: EstimatedCall;
  /** Undefined if the partition had a single operation. */
  readonly shared: EstimatedCall | undefined;
}

/** Lead from which the shared bucket decides: it predicted the outcomes some twenty times better. Natural logarithm. */
const LEAD = 3;
/** Largest lead, so that the other estimator can catch up. */
const MOST_LEAD = 20;
/** Decay of the lead with each call: the last hundred count. */
const DECAY = 0.99;

const isSettled = ({ own, shared }: SentCall) => own.likelihood !== undefined && shared?.likelihood !== undefined;

function gainOf({ own, shared }: SentCall): number {
  return Math.log((shared?.likelihood ?? 1) / (own.likelihood ?? 1));
}

/** @param shared estimator of all operations of the partition; undefined while it has one operation only */
export function adaptiveRate(shared: () => BucketEstimator | undefined): AdaptiveRate {
  const own = bucketEstimator();
  /** Lead of the shared bucket in predicting outcomes. Natural logarithm of the ratio of likelihoods. */
  let lead = 0;
  /** Calls whose outcomes do not count in the lead yet, in the order in which they were sent. */
  const uncounted: SentCall[] = [];
  const best = () => (lead > LEAD ? (shared() ?? own) : own);
  return {
    perSecond: (now) => best().perSecond(now),
    delay: (now) => best().delay(now),
    sent(now) {
      const call = { own: own.sent(now), shared: shared()?.sent(now) };
      if (call.shared) uncounted.push(call);
      return call;
    },
    record(outcome, call, now) {
      own.record(outcome, call.own, now);
      if (call.shared) shared()?.record(outcome, call.shared, now);
      for (let first = uncounted[0]; first && isSettled(first); first = uncounted[0]) {
        lead = Math.max(-MOST_LEAD, Math.min(MOST_LEAD, DECAY * lead + gainOf(first)));
        uncounted.shift();
      }
    },
  };
}
