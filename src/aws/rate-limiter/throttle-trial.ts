/**
 * A trial finds out why AWS throttles: at a rate that is lower than what was just answered, a token bucket throttles
 * nothing, while throttles that have nothing to do with our rate stay as frequent as they were.
 */
export interface Trial {
  /** Calls a second while it lasts. */
  readonly rate: number;
  readonly endsAt: number;
  /** The rate to return to when the rate was not the reason; Infinity where it was not limited. */
  readonly before: number;
  /** The share of throttles that it began with. */
  readonly ratio: number;
  /** Whether it repeats one that looked random at a rate that a bucket that was full before may have allowed. */
  readonly isSecond: boolean;
  /** Adds the outcome of one of its calls; whether that decides it. */
  add(isThrottled: boolean, counts: boolean): boolean;
  verdict(): Verdict;
}

/** `random`: the rate is not the reason. */
export interface Verdict {
  readonly isRandom: boolean;
  /** The share of its calls that AWS throttled. */
  readonly share: number;
  /** Whether it was throttled as rarely as a trial of a token bucket should be. */
  readonly isClean: boolean;
}

const SHARE_OF_ANSWERED = 0.85;
export const TRIAL_MS = 4_000;
/** So many calls, that at the share before it about six would be throttled. */
const [LEAST_CALLS, MOST_CALLS, EXPECTED_THROTTLES] = [12, 120, 6];
/** So many throttles in a row are an empty bucket. */
const EMPTY = 5;
const MOST_THROTTLES = 12;
/** More than this is not random: AWS is that unreliable at no rate. */
const MOST_RANDOM = 0.4;
export const LEAST_RATE = 0.2;

/**
 * @param answered calls a second that AWS has just answered
 * @param ratio the share that it has just throttled
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
      return { isRandom, share, isClean: share <= 0.1 * ratio };
    },
  };
}

/** What AWS answered before the trial, from the rate that the trial had. */
export function answeredBefore(trial: Trial): number {
  return trial.rate / SHARE_OF_ANSWERED;
}
