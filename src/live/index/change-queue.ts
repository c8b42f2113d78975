import { setImmediate } from 'node:timers';
import type { LiveSourceState, NumberedCommit, SessionChange } from '../live-session.ts';

/** Changes written at once: some 2 ms of processor time. */
export const BATCH = 200;

/** Writes commits in the order in which they were added, a batch in each turn of the event loop. */
export interface ChangeQueue {
  add(commit: NumberedCommit): void;
  /** Resolves when the commits that were added before are written. */
  drained(): Promise<void>;
  /** Revision of the last written change. */
  readonly revision: number;
  /** Drops what is not written yet. */
  close(): void;
}

interface Writers {
  write(changes: readonly SessionChange[]): void;
  writeSources(states: readonly LiveSourceState[], removed: readonly string[]): void;
}

interface Pending {
  readonly commit: NumberedCommit;
  /** Number of its changes that are written. */
  written: number;
}

/** Creates a queue. The first batch of a commit is written at once where nothing else is pending. */
export function changeQueue({ write, writeSources }: Writers): ChangeQueue {
  const pending: Pending[] = [];
  let revision = 0;
  let waiting: PromiseWithResolvers<void> | null = null;

  function writeNext(): void {
    const [next] = pending;
    if (next) {
      const { changes, sources, removedSources, from, to } = next.commit;
      const end = Math.min(next.written + BATCH, changes.length);
      if (end > next.written) write(changes.slice(next.written, end));
      next.written = end;
      revision = from + end;
      if (end === changes.length) {
        revision = to;
        writeSources(sources, removedSources);
        pending.shift();
      }
    }
    if (pending.length > 0) setImmediate(writeNext);
    else settle();
  }

  function settle(): void {
    waiting?.resolve();
    waiting = null;
  }

  return {
    add(commit) {
      pending.push({ commit, written: 0 });
      waiting ??= Promise.withResolvers<void>();
      if (pending.length === 1) writeNext();
    },
    drained: () => waiting?.promise ?? Promise.resolve(),
    get revision() {
      return revision;
    },
    close() {
      pending.length = 0;
      settle();
    },
  };
}
