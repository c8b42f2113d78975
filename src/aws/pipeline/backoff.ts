import { type Clock, systemClock } from '../clock.ts';

/** When a failed call is sent again. */
export interface RetryBudget {
  /** Counts a first attempt: what later retries are a share of. */
  earn(): void;
  /** Whether one more retry is within the share; takes it if so. */
  spend(): boolean;
}

/** Retries are at most this share of the traffic, so that an ailing service is not finished off by us. */
const SHARE = 0.1;
/** A quiet process may still retry a little. */
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
const MAX_BACKOFF_MS = 2_000;

/** Full jitter: anything up to a bound that doubles with every attempt, so that callers who failed together part. Milliseconds. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
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

const FIRST_THROTTLE_BACKOFF_MS = 10;

/**
 * The backoff of a throttled call, shorter at first: one that was throttled by chance costs hardly more than its retry,
 * and where the rate is the reason the rate limiter holds it back. Milliseconds.
 */
export function throttleBackoff(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(MAX_BACKOFF_MS, FIRST_THROTTLE_BACKOFF_MS * 2 ** attempt);
}
