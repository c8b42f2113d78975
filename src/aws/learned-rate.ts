/** The rate of calls that a service takes, learned from its refusals. Times are milliseconds of a monotonic clock. */
export interface LearnedRate {
  /** False as long as the service has refused nothing lately. */
  readonly isLimited: boolean;
  /** Calls a second; Infinity as long as it is not limited. */
  perSecond(now: number): number;
  /** Takes one call and gives 0, or gives the milliseconds until one can be taken. */
  take(now: number): number;
  learn(outcome: 'answered' | 'throttled', now: number): void;
}

/** After a refusal the rate is half of what was answered lately, and back there after so long. Milliseconds. */
const RECOVERY_MS = 500;
/** Beyond that it grows by this share a second, until the next refusal. */
const GROWTH_PER_SECOND = 0.15;
/** After the first refusal of all, which says little of the rate and much of the burst before it, it doubles instead. */
const FIRST_GROWTH_PER_SECOND = 1;
/** What was answered lately: within the last second. */
const WINDOW_MS = 1_000;
/** Refusals of one moment are one refusal: the calls were all on their way before the first came back. */
const ONE_REFUSAL_MS = 250;
const MIN_RATE = 1;
/** A rate that was refused before it had been answered for long is lowered to this share of itself. */
const YIELD = 0.9;
/** A rate that has grown this far limits nobody. Calls a second. */
const FREE_RATE = 500;

/**
 * Halves on a refusal, climbs back within half a second and then probes slowly. A service that throttles by token bucket is
 * used almost to its rate: what is saved while the rate is low stays in the bucket, and is spent while it is high.
 */
export function learnedRate(): LearnedRate {
  let answered: number[] = [];
  /** Calls a second that were good before the last refusal; undefined while nothing is limited. */
  let good: number | undefined;
  let refusals = 0;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let nextAt = 0;

  function rateAt(now: number): number {
    if (good === undefined) return Infinity;
    const since = now - refusedAt;
    if (since < RECOVERY_MS) return good * (0.5 + 0.5 * (since / RECOVERY_MS));
    const growth = refusals === 1 ? FIRST_GROWTH_PER_SECOND : GROWTH_PER_SECOND;
    const rate = good * (1 + growth) ** ((since - RECOVERY_MS) / 1_000);
    if (rate > FREE_RATE) {
      good = undefined;
      refusals = 0;
    }
    return rate;
  }

  function answeredRate(): number {
    return answered.length * (1_000 / WINDOW_MS);
  }

  /** What was answered while the rate was climbing back says little of what could have been: then the last good rate gives way slowly. */
  function leastGood(now: number): number {
    return good !== undefined && now - refusedAt < RECOVERY_MS + WINDOW_MS ? good * YIELD : 0;
  }

  return {
    get isLimited() {
      return good !== undefined;
    },
    perSecond: rateAt,
    take(now) {
      const rate = rateAt(now);
      if (nextAt > now) return nextAt - now;
      nextAt = Math.max(nextAt, now - 1_000 / rate) + 1_000 / rate;
      return 0;
    },
    learn(outcome, now) {
      answered = answered.filter((at) => now - at < WINDOW_MS);
      if (outcome === 'answered') {
        answered.push(now);
        return;
      }
      if (now - refusedAt < ONE_REFUSAL_MS) return;
      good = Math.max(MIN_RATE, answeredRate(), leastGood(now));
      refusals += 1;
      refusedAt = now;
      nextAt = Math.max(nextAt, now + 500 / good);
    },
  };
}
