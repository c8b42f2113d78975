/** Share of calls that AWS throttles although a token is there: at random, or for reasons other than the rate. */
export interface ThrottleShare {
  readonly value: number;
  /**
   * @param isThrottled outcome of a call
   * @param hadToken probability that a token was there for it
   */
  add(isThrottled: boolean, hadToken: number): void;
}

/** Initial share, as the weight of so many calls. */
const FIRST = { calls: 20, throttled: 0.4 };
/** Decay of the weight of earlier calls with each new one: the last hundred count. */
const DECAY = 0.99;
/** Smallest share: two throttles in a row do not disprove a rate. */
const LEAST = 0.03;

export function throttleShare(): ThrottleShare {
  let [calls, throttled] = [0, 0];
  return {
    get value() {
      return Math.max(LEAST, (FIRST.throttled + throttled) / (FIRST.calls + calls));
    },
    add(isThrottled, hadToken) {
      calls = calls * DECAY + hadToken;
      throttled = throttled * DECAY + (isThrottled ? hadToken : 0);
    },
  };
}
