/**
 * A trial tests whether the rate is the cause of throttles: at a rate below the one just answered, a token bucket throttles
 * nothing, while random throttles stay as frequent as before.
 */
export interface Trial {
  /** Rate during the trial. Calls a second. */
  readonly rate: number;
  readonly endsAt: number;
  /** Rate to restore if the rate is not the cause; Infinity if it was not limited. */
  readonly before: number;
  /** Share of throttles before the trial. */
  readonly ratio: number;
  /** True if it repeats a trial with a random result at a rate that a full bucket may have allowed. */
  readonly isSecond: boolean;
  /** Adds the outcome of one of its calls. @returns true if the trial is decided */
  add(isThrottled: boolean, counts: boolean): boolean;
  verdict(): Verdict;
}

/** Result of a trial. */
export interface Verdict {
  /** True if the rate is not the cause. */
  readonly isRandom: boolean;
  /** The share of its calls that AWS throttled. */
  readonly share: number;
  /** True if throttles were as rare as a token bucket makes them at the rate of the trial. */
  readonly isClean: boolean;
}

const SHARE_OF_ANSWERED = 0.85;
export const TRIAL_MS = 4_000;
/** Size of a trial: as many calls as had about six throttles at the share before it, within bounds. */
const [LEAST_CALLS, MOST_CALLS, EXPECTED_THROTTLES] = [12, 120, 6];
/** Size of a trial from which one throttle counts as left over from the rate before it. */
const LARGE = 40;
/** Number of consecutive throttles that show an empty bucket. */
const EMPTY = 5;
const MOST_THROTTLES = 12;
/** Largest share of throttles that counts as random. */
const MOST_RANDOM = 0.4;
export const LEAST_RATE = 0.2;

/**
 * @param answered calls a second that AWS has just answered
 * @param ratio share of calls that it has just throttled
 */
export function startTrial(now: number, answered: number, ratio: number, before: number, isSecond = false): Trial {
  const size = Math.min(MOST_CALLS, Math.max(LEAST_CALLS, EXPECTED_THROTTLES / ratio));
  let [calls, throttled, inARow] = [0, 0, 0];
  return {
    rate: Math.max(LEAST_RATE, SHARE_OF_ANSWERED * answered),
    endsAt: now + TRIAL_MS,
    before,
    ratio,
    isSecond,
    add(isThrottled, counts) {
      inARow = isThrottled ? inARow + 1 : 0;
      if (counts) calls += 1;
      if (counts && isThrottled) throttled += 1;
      return calls >= size || throttled >= MOST_THROTTLES || inARow >= EMPTY;
    },
    verdict() {
      const isEmpty = inARow >= EMPTY;
      const share = isEmpty ? 1 : throttled / Math.max(1, calls);
      const isRandom = !isEmpty && throttled >= 2 && share >= (isSecond ? 0.15 : 0.3) * ratio && share < MOST_RANDOM;
      return { isRandom, share, isClean: share <= 0.1 * ratio || (throttled <= 1 && calls >= LARGE) };
    },
  };
}

/** Returns the calls a second that AWS answered before the trial. */
export function answeredBefore(trial: Trial): number {
  return trial.rate / SHARE_OF_ANSWERED;
}
