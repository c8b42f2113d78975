/** Clock of the rate limiter and retries; simulations use a virtual one. */
export interface Clock {
  /** Current time of a monotonic clock. Milliseconds. */
  now(): number;
  /** Calls `callback` once after so many milliseconds. @returns a function that cancels it */
  schedule(callback: () => void, milliseconds: number): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  schedule(callback, milliseconds) {
    const timer = setTimeout(callback, Math.ceil(milliseconds));
    return () => clearTimeout(timer);
  },
};
