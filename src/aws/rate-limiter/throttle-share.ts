/** The share of the latest calls that AWS throttled; older calls count less and less. */
export interface ThrottleShare {
  /** How many calls it stands on, at most 50. */
  readonly calls: number;
  readonly throttled: number;
  readonly ratio: number;
  add(isThrottled: boolean): void;
  reset(): void;
}

/** What a call still counts when the next one is added: 50 calls are the memory. */
const MEMORY = 0.98;

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
      calls = calls * MEMORY + 1;
      throttled = throttled * MEMORY + Number(isThrottled);
    },
    reset() {
      calls = 0;
      throttled = 0;
    },
  };
}
