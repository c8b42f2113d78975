import { changeSize } from './change-size.ts';
import type { NumberedCommit, Timestamp } from './live-session.ts';

/** Changes of live sessions that the store has committed. Holds the recent ones for clients that resume. */
export interface ChangeLog {
  /** Id of the store: positions of another one are not comparable. */
  readonly id: string;
  /** Number of changes so far. */
  readonly revision: number;
  /** Adds a commit that follows the last one, and calls the subscribers in the order in which they subscribed. */
  append(commit: NumberedCommit): void;
  /** Begins anew, with the changes of a store: clients resume from them, and from no earlier position. Calls no subscriber of commits. */
  restart(start: ChangeLogStart): void;
  /**
   * Calls a listener when the log has begun anew at another revision, or as that of another store: who has followed it until then has
   * missed changes. A listener must neither throw nor append.
   *
   * @returns a function that unsubscribes it
   */
  onRestart(listener: () => void): () => void;
  /**
   * Returns the commits with changes after a revision, oldest first; null where the change buffer does not have all of them.
   * The first commit may begin before the revision.
   */
  since(revision: number): readonly NumberedCommit[] | null;
  /**
   * Calls a listener with each commit from now on. A listener must neither throw nor append; one that throws fails the commit
   * for the listeners after it.
   *
   * @returns a function that unsubscribes it
   */
  subscribe(listener: (commit: NumberedCommit) => void): () => void;
}

/** Bounds of the change buffer. Commits beyond either are dropped, oldest first. */
export interface ChangeBufferLimits {
  readonly maxAgeMs: number;
  readonly maxChanges: number;
  /** Heap of the changes, as `changeSize` estimates it. */
  readonly maxBytes: number;
}

/**
 * A client resumes exactly for 15 minutes, except where more than 200,000 changes, or 128 MiB, happen in them: about 90,000
 * changes of AppStream sessions, or 100 a second.
 */
export const CHANGE_BUFFER: ChangeBufferLimits = {
  maxAgeMs: 15 * 60_000,
  maxChanges: 200_000,
  maxBytes: 128 * 2 ** 20,
};

/** Commit of the change buffer. */
interface HeldCommit {
  readonly commit: NumberedCommit;
  readonly bytes: number;
}

/** Initial state of a change log. */
export interface ChangeLogStart {
  readonly id: string;
  readonly revision: number;
  /** The latest commits, oldest first, up to the revision. */
  readonly commits: readonly NumberedCommit[];
}

export interface ChangeLogOptions {
  readonly id: string;
  readonly now: () => Timestamp;
  readonly limits?: ChangeBufferLimits;
}

/** Creates an empty log. */
export function createChangeLog({ id: firstId, now, limits = CHANGE_BUFFER }: ChangeLogOptions): ChangeLog {
  const { maxAgeMs, maxChanges, maxBytes } = limits;
  const listeners = new Set<(commit: NumberedCommit) => void>();
  const restartListeners = new Set<() => void>();
  let buffer: (HeldCommit | undefined)[] = [];
  /** Index of the oldest commit that is held: dropping one by one would move the whole buffer each time. */
  let first = 0;
  let revision = 0;
  let id = firstId;
  let bytes = 0;

  const heldFrom = () => buffer[first]?.commit.from ?? revision;

  function hold(commit: NumberedCommit): void {
    const size = commit.changes.reduce((sum, change) => sum + changeSize(change), 0);
    buffer.push({ commit, bytes: size });
    bytes += size;
  }

  function isHeld({ from, committedAt }: NumberedCommit, at: number): boolean {
    return committedAt >= at - maxAgeMs && revision - from <= maxChanges && bytes <= maxBytes;
  }

  function drop(at: number): void {
    for (let oldest = buffer[first]; oldest && !isHeld(oldest.commit, at); oldest = buffer[first]) {
      bytes -= oldest.bytes;
      buffer[first] = undefined;
      first += 1;
    }
    if (first * 2 <= buffer.length) return;
    buffer = buffer.slice(first);
    first = 0;
  }

  /** Returns the index of the first held commit that ends after a revision. */
  function indexAfter(wanted: number): number {
    let [low, high] = [first, buffer.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((buffer[middle] as HeldCommit).commit.to <= wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    get id() {
      return id;
    },
    get revision() {
      return revision;
    },
    append(commit) {
      revision = commit.to;
      // States of sources are not resumed, so that an idle world does not fill the buffer.
      if (commit.changes.length > 0) hold(commit);
      drop(now());
      for (const listener of listeners) listener(commit);
    },
    restart(start) {
      const isMissed = start.id !== id || start.revision !== revision;
      id = start.id;
      buffer = [];
      first = 0;
      bytes = 0;
      revision = start.revision;
      for (const commit of start.commits) hold(commit);
      drop(now());
      if (isMissed) for (const listener of restartListeners) listener();
    },
    onRestart(listener) {
      restartListeners.add(listener);
      return () => void restartListeners.delete(listener);
    },
    since(wanted) {
      drop(now());
      if (!Number.isInteger(wanted) || wanted > revision || wanted < heldFrom()) return null;
      return buffer.slice(indexAfter(wanted)).map((held) => (held as HeldCommit).commit);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
