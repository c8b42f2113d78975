import { type Clock, systemClock } from '../clock.ts';

/** Limits the retries of one partition to a share of its calls, so that they do not add to the load of a failing service. */
export interface RetryBudget {
  /** Counts a first attempt. */
  earn(): void;
  /** Takes one retry from the budget; false if it is used up. */
  spend(): boolean;
}

/** Retries per first attempt. */
const SHARE = 0.1;
/** Retries that are available at the start, and at most. */
const RESERVE = 10;

export function retryBudget(): RetryBudget {
  let credit = RESERVE;
  return {
    earn() {
      credit = Math.min(RESERVE, credit + SHARE);
    },
    spend() {
      if (credit < 1) return false;
      credit -= 1;
      return true;
    },
  };
}

const FIRST_BACKOFF_MS = 50;
const FIRST_THROTTLE_BACKOFF_MS = 10;
const MAX_BACKOFF_MS = 2_000;

/** Exponential backoff with full jitter. Milliseconds. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
}

/**
 * The backoff of a throttled call, shorter at first: after a random throttle an early retry costs little, and if the rate is
 * the cause, the rate limiter delays the retry. Milliseconds.
 */
export function throttleBackoff(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(MAX_BACKOFF_MS, FIRST_THROTTLE_BACKOFF_MS * 2 ** attempt);
}

/** Waits so many milliseconds, or until `signal` is aborted. */
export function pause(milliseconds: number, signal: AbortSignal, clock: Clock = systemClock): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.schedule(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}
