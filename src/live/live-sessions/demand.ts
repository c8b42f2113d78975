import type { Clock } from '../../aws/clock.ts';

/** Time for which scans run after the last look. Milliseconds. */
const LINGER_MS = 60_000;

/** Runs something while somebody looks, and for a minute more. */
export interface Demand {
  look(): void;
  close(): void;
}

/**
 * @param resume called with the first look
 * @param pause called 60 s after the last look
 */
export function demand(clock: Clock, resume: () => void, pause: () => void): Demand {
  let lookedAt = -Infinity;
  let cancel: (() => void) | null = null;

  function check(): void {
    const left = lookedAt + LINGER_MS - clock.now();
    if (left > 0) {
      cancel = clock.schedule(check, left);
      return;
    }
    cancel = null;
    pause();
  }

  return {
    look() {
      lookedAt = clock.now();
      if (cancel) return;
      resume();
      cancel = clock.schedule(check, LINGER_MS);
    },
    close() {
      cancel?.();
      cancel = null;
    },
  };
}
