import type { ChangeLog } from '../change-log.ts';
import type { LiveClock } from '../live-clock.ts';
import { within } from './within.ts';

/** Waits until a change log has a revision, or has begun anew; at most for some milliseconds, and no longer than its reader. */
export async function untilRevision(
  changes: ChangeLog,
  revision: number,
  milliseconds: number,
  signal: AbortSignal,
  clock: LiveClock,
): Promise<void> {
  if (changes.revision >= revision) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const unsubscribe = changes.subscribe(({ to }) => {
    if (to >= revision) resolve();
  });
  const ignore = changes.onRestart(resolve);
  try {
    await within(promise, milliseconds, signal, clock);
  } finally {
    unsubscribe();
    ignore();
  }
}
