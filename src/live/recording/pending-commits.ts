import type { LiveCommit, LiveSourceState, SessionChange } from '../live-session.ts';

/** Commits that wait for the store, joined: they become visible together. */
export interface PendingCommits {
  add(commit: LiveCommit): void;
  /** Takes the oldest changes; with the last of them, the sources. Undefined if nothing waits. @param limit most changes */
  take(limit: number): LiveCommit | undefined;
  /** Number of changes that wait. */
  readonly changes: number;
}

/** Of each source only the latest state waits, so that they are bounded by the number of sources. */
export function pendingCommits(): PendingCommits {
  let changes: SessionChange[] = [];
  const sources = new Map<string, LiveSourceState>();
  const removed = new Set<string>();

  return {
    get changes() {
      return changes.length;
    },
    add(commit) {
      changes.push(...commit.changes);
      for (const state of commit.sources) {
        sources.set(state.id, state);
        removed.delete(state.id);
      }
      for (const id of commit.removedSources) {
        sources.delete(id);
        removed.add(id);
      }
    },
    take(limit) {
      if (changes.length + sources.size + removed.size === 0) return undefined;
      const taken = changes.slice(0, limit);
      changes = changes.slice(limit);
      if (changes.length > 0) return { changes: taken, sources: [], removedSources: [] };
      const commit = { changes: taken, sources: [...sources.values()], removedSources: [...removed] };
      sources.clear();
      removed.clear();
      return commit;
    },
  };
}
