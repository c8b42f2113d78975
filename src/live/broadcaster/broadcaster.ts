import type { Clock } from '../../aws/clock.ts';
import type { ChangeLog } from '../change-log.ts';
import type { LiveFilter } from '../index/live-filter.ts';
import type { LiveIndex } from '../index/live-index.ts';
import { liveMatcher } from '../index/live-matcher.ts';
import type { LiveSourceState, NumberedCommit, SessionChange } from '../live-session.ts';
import { type MatchChange, type MatchingChange, matchChanges } from './matching-changes.ts';
import type { PreviousSessions } from './previous-sessions.ts';

/** Changes between two ticks. */
export interface Tick {
  /** Changes that match the filter of the watch. */
  readonly matched: readonly MatchingChange[];
  /** Sources whose state changed. */
  readonly sources: readonly LiveSourceState[];
  /** Ids of sources that no longer exist. */
  readonly removedSources: readonly string[];
  /** True if a source is new, is gone, or has another status: more than that it was read again. */
  readonly isStatusChanged: boolean;
}

/** A filter that is watched. */
export interface Watcher {
  readonly filter: LiveFilter;
  /** Called at most four times a second, when changes match or sources changed. */
  onTick(tick: Tick): void;
  /** Called when changes were missed, because the change log has begun anew. */
  onRestart(): void;
}

/** Notifies watchers of changes, at most every 250 ms. The change log never waits for it. */
export interface Broadcaster {
  /** @returns a function that ends the watch */
  watch(watcher: Watcher): () => void;
  /** Makes the predicate by which a filter matches changes. */
  matcher(filter: LiveFilter): MatchChange;
  readonly changes: ChangeLog;
  readonly index: LiveIndex;
  readonly clock: Clock;
  /** Revision up to which watchers have been notified of all changes. */
  readonly revision: number;
  /** Marks that somebody watches: see `Live.look`. */
  readonly look: () => void;
  close(): void;
}

export interface BroadcasterOptions {
  readonly changes: ChangeLog;
  /** Has to be subscribed to the changes before. */
  readonly previous: PreviousSessions;
  readonly index: LiveIndex;
  readonly clock: Clock;
  readonly look: () => void;
}

/** Shortest time between two ticks. Milliseconds. */
const TICK_MS = 250;

interface Entry {
  readonly watcher: Watcher;
  readonly match: MatchChange;
}

export function createBroadcaster({ changes, previous, index, clock, look }: BroadcasterOptions): Broadcaster {
  const entries = watchedFilters();
  let commits: NumberedCommit[] = [];
  let tickedAt = -Infinity;
  let cancelTick: (() => void) | null = null;

  const statuses = new Map<string, LiveSourceState['status']>();
  let isStatusChanged = false;

  const unsubscribe = changes.subscribe((commit) => {
    if (noteStatuses(commit, statuses)) isStatusChanged = true;
    if (entries.size === 0) return;
    commits.push(commit);
    cancelTick ??= clock.schedule(tick, Math.max(0, tickedAt + TICK_MS - clock.now()));
  });

  const unsubscribeRestart = changes.onRestart(() => {
    commits = [];
    for (const { watcher } of entries.all()) watcher.onRestart();
  });

  function tick(): void {
    cancelTick = null;
    tickedAt = clock.now();
    const taken = commits;
    commits = [];
    const sources = [...new Map(taken.flatMap((commit) => commit.sources).map((state) => [state.id, state])).values()];
    const removedSources = taken.flatMap((commit) => commit.removedSources);
    const matched = matchAll(taken, entries);
    const hasSources = sources.length + removedSources.length > 0;
    const of = { sources, removedSources, isStatusChanged };
    isStatusChanged = false;
    for (const entry of hasSources ? entries.all() : matched.keys())
      entry.watcher.onTick({ matched: matched.get(entry) ?? [], ...of });
  }

  return {
    changes,
    index,
    clock,
    look,
    get revision() {
      return commits[0]?.from ?? changes.revision;
    },
    matcher: (filter) => matcherOf(filter, index, previous),
    watch(watcher) {
      // With the first watcher, earlier changes of statuses are no news.
      if (entries.size === 0) isStatusChanged = false;
      const entry = { watcher, match: matcherOf(watcher.filter, index, previous) };
      entries.add(entry);
      return () => entries.delete(entry);
    },
    close() {
      cancelTick?.();
      unsubscribe();
      unsubscribeRestart();
    },
  };
}

/** Notes the statuses of sources; returns true if one has changed. */
function noteStatuses(
  { sources, removedSources }: NumberedCommit,
  statuses: Map<string, LiveSourceState['status']>,
): boolean {
  let isChanged = removedSources.length > 0;
  for (const { id, status } of sources) {
    if (statuses.get(id) !== status) isChanged = true;
    statuses.set(id, status);
  }
  for (const id of removedSources) statuses.delete(id);
  return isChanged;
}

function matcherOf(filter: LiveFilter, index: LiveIndex, previous: PreviousSessions): MatchChange {
  return matchChanges(liveMatcher(filter, index.isUnverified), previous);
}

function matchAll(commits: readonly NumberedCommit[], entries: WatchedFilters): Map<Entry, MatchingChange[]> {
  const matched = new Map<Entry, MatchingChange[]>();
  for (const { from, changes } of commits) {
    for (const [index, change] of changes.entries()) {
      for (const entry of entries.concernedBy(change)) {
        const found = entry.match(change, from + index + 1);
        if (!found) continue;
        const known = matched.get(entry);
        if (known) known.push(found);
        else matched.set(entry, [found]);
      }
    }
  }
  return matched;
}

interface WatchedFilters {
  readonly size: number;
  add(entry: Entry): void;
  delete(entry: Entry): void;
  all(): Iterable<Entry>;
  /** Entries that a change may match: those of its user, and those of no user. */
  concernedBy(change: SessionChange): Iterable<Entry>;
}

/** Finds the filters of one user by name, so that a thousand users who watch their own sessions cost what one does. */
function watchedFilters(): WatchedFilters {
  const byUser = new Map<string | null, Set<Entry>>();
  const general = new Set<Entry>();
  const userOf = ({ watcher: { filter } }: Entry) =>
    filter.onlyUser === undefined ? filter.userName : filter.onlyUser;
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(entry) {
      const user = userOf(entry);
      const entries = user === undefined ? general : (byUser.get(user) ?? new Set());
      if (user !== undefined) byUser.set(user, entries);
      entries.add(entry);
      size += 1;
    },
    delete(entry) {
      const user = userOf(entry);
      const entries = user === undefined ? general : byUser.get(user);
      if (!entries?.delete(entry)) return;
      size -= 1;
      if (user !== undefined && entries.size === 0) byUser.delete(user);
    },
    *all() {
      yield* general;
      for (const entries of byUser.values()) yield* entries;
    },
    *concernedBy({ session: { userName } }) {
      yield* general;
      yield* byUser.get(userName) ?? [];
    },
  };
}
