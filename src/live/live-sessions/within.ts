import type { LiveClock } from '../live-clock.ts';

/** Waits for something, at most for some milliseconds, and no longer than its reader. Rejects as it does. */
export async function within(
  done: Promise<void>,
  milliseconds: number,
  signal: AbortSignal,
  clock: LiveClock,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  const cancel = clock.schedule(stop, Math.max(0, milliseconds));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    await Promise.race([done, promise]);
  } finally {
    cancel();
    signal.removeEventListener('abort', stop);
  }
}
