/** Share of recent calls that AWS throttled, as an exponential moving average. */
export interface ThrottleShare {
  /** Weighted number of calls, at most 50. */
  readonly calls: number;
  readonly throttled: number;
  readonly ratio: number;
  add(isThrottled: boolean): void;
  reset(): void;
}

/** Decay of the weight of earlier calls with each new one; the weights add up to 50 at most. */
const DECAY = 0.98;

export function throttleShare(): ThrottleShare {
  let calls = 0;
  let throttled = 0;
  return {
    get calls() {
      return calls;
    },
    get throttled() {
      return throttled;
    },
    get ratio() {
      return calls === 0 ? 0 : throttled / calls;
    },
    add(isThrottled) {
      calls = calls * DECAY + 1;
      throttled = throttled * DECAY + Number(isThrottled);
    },
    reset() {
      calls = 0;
      throttled = 0;
    },
  };
}
