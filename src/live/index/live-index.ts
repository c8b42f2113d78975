import { eventLoopTurns } from '../../paging/event-loop.ts';
import type { LiveSession, LiveSourceState, NumberedCommit, SessionChange, Timestamp } from '../live-session.ts';
import { changeQueue } from './change-queue.ts';
import { countGroups, countSources, countValues, type Facet } from './count-values.ts';
import { openDatabase } from './database.ts';
import { type Dimension, type LiveFilter, withoutDimension } from './live-filter.ts';
import { keyOf, type LiveKey, type LiveOrder } from './live-order.ts';
import { type CountedSource, withCounts } from './live-sources.ts';
import { resultCache } from './result-cache.ts';
import { searchSessions } from './search-sessions.ts';
import { selectPage } from './select-page.ts';
import { type SessionAges, sessionAges } from './session-ages.ts';
import { createSessionTable, type SessionTable } from './session-table.ts';
import { type Where, whereOf } from './where.ts';

/** Query of one page. */
export interface LiveQuery {
  readonly filter: LiveFilter;
  /** At least one entry. */
  readonly order: readonly LiveOrder[];
  /** Most sessions of the page. */
  readonly limit: number;
  /** True: the page ends in front of `from`, or at the end of the list. */
  readonly isBackward: boolean;
  /** Key of the session behind which the page starts; null: at the start, or the end if backward. */
  readonly from: LiveKey | null;
}

/** Session of a page, with the facts that only observation gives. */
export interface LiveItem {
  readonly session: LiveSession;
  readonly key: LiveKey;
  readonly lastSeenAt: Timestamp;
  /** True if the session was not seen for the maximum age. */
  readonly isUnverified: boolean;
}

export interface LivePage {
  /** In the order of the query, also when read backward. */
  readonly items: readonly LiveItem[];
  /** True if sessions follow in the direction of reading. */
  readonly hasMore: boolean;
  /** Revision of the change log that the page shows. */
  readonly revision: number;
}

/**
 * Index of the sessions that the reconciler has seen: sorted, counted and searched without an AWS call. Reads wait for the
 * commits that were applied before them, and are asynchronous so that a worker thread can take its place.
 */
export interface LiveIndex {
  /** Applies a commit in batches of `BATCH` changes, between which other work of the process is done. */
  apply(commit: NumberedCommit): void;
  page(query: LiveQuery): Promise<LivePage>;
  count(filter: LiveFilter): Promise<number>;
  /** Number of sessions. */
  readonly size: number;
  /** Returns the session with a Node id; undefined if it is not listed. */
  session(id: string): Promise<LiveSession | undefined>;
  /** Counts sessions by a dimension, without the filter's conditions on it. @param first most values */
  facet(filter: LiveFilter, dimension: Dimension, first: number): Promise<Facet>;
  /** Returns all sources, each with the number of its sessions that match. */
  sources(filter: LiveFilter): Promise<readonly CountedSource[]>;
  /** Revision of the change log that reads see. */
  readonly revision: number;
  /** Returns when a session was certainly there: the last complete scan of its source, or the last observed change. */
  lastSeenAt(session: LiveSession): Timestamp;
  /** Returns true for a session that was not seen for the maximum age. */
  isUnverified(session: LiveSession): boolean;
  /** Drops what is not applied yet. */
  close(): void;
}

export interface LiveIndexOptions {
  /** Age from which a session that was not seen again is unverified. Milliseconds. */
  readonly maxAgeMs: number;
  /** Current time: milliseconds since the epoch. */
  readonly now: () => Timestamp;
  /**
   * Number of matching sessions up to which a page finds and sorts all of them. If more match, it reads the sessions in their
   * order until it is full.
   *
   * @default 2000
   */
  readonly few?: number;
}

const FEW = 2_000;

/**
 * Reads of all requests together in one turn of the event loop. Over 100,000 sessions most take less than 1 ms of processor time,
 * a search 5 to 60 ms; other requests are answered in between.
 */
const READS_PER_TURN = 1;

/** Creates an empty index in memory. */
export function createLiveIndex({ maxAgeMs, now, few = FEW }: LiveIndexOptions): LiveIndex {
  const database = openDatabase();
  const table = createSessionTable(database);
  const states = new Map<string, LiveSourceState>();
  const results = resultCache();
  const nextTurn = eventLoopTurns(READS_PER_TURN);
  const queue = changeQueue({
    write(changes) {
      results.clear();
      database.transaction(() => writeChanges(table, changes));
    },
    writeSources(written, removed) {
      results.clear();
      for (const state of written) states.set(state.id, state);
      for (const id of removed) states.delete(id);
    },
  });

  const ages = sessionAges({ table, states, maxAgeMs, now });
  const { oldest, lastSeenAt, staleSources } = ages;

  /** Returns what results depend on: the filter and, if it selects by age, the time. */
  const timed = (filter: LiveFilter) => (staleSources(filter).length === 0 ? [filter] : [filter, oldest()]);

  function where(filter: LiveFilter): Where {
    const { search } = filter;
    const found = search === undefined ? null : results.of([search], () => searchSessions(database, search, few));
    return whereOf(filter, { before: oldest(), staleSources: staleSources(filter) }, found);
  }

  const groups = (filter: LiveFilter) =>
    results.of([timed(filter), 'groups'], () => countGroups(database, where(filter)));
  const count = (filter: LiveFilter) => groups(filter).reduce((sum, group) => sum + group.count, 0);

  async function read<Result>(work: () => Result): Promise<Result> {
    await queue.drained();
    await nextTurn();
    return work();
  }

  return {
    apply: queue.add,
    async page(query) {
      const { filter, order, limit, isBackward, from } = query;
      // Of its own turn, since either may take long. The commits between change the plan of the page at most.
      const isFew = (await read(() => count(filter))) <= few;
      return read(() => {
        const { rows, hasMore } = results.of([timed(filter), order, limit, isBackward, from], () =>
          selectPage(database, where(filter), { ...query, isFew }),
        );
        const items = rows.map((row) => toItem(table.sessionAt(row), order, ages));
        return { items: isBackward ? items.reverse() : items, hasMore, revision: queue.revision };
      });
    },
    count: (filter) => read(() => count(filter)),
    get size() {
      return table.size;
    },
    session: (id) => queue.drained().then(() => table.sessionOf(id)),
    facet: (filter, dimension, first) =>
      read(() => {
        const others = withoutDimension(filter, dimension);
        return results.of([timed(others), dimension, first], () => {
          const values = countValues(database, where(others), dimension, first, () => groups(others));
          const shown = values.reduce((sum, value) => sum + value.count, 0);
          return { values, otherCount: count(others) - shown };
        });
      }),
    sources: (filter) =>
      read(() => {
        const counts = results.of([timed(filter), 'sources'], () => countSources(database, where(filter)));
        return withCounts(states.values(), counts);
      }),
    get revision() {
      return queue.revision;
    },
    lastSeenAt,
    isUnverified: (session) => lastSeenAt(session) < oldest(),
    close() {
      queue.close();
      results.clear();
    },
  };
}

function toItem(session: LiveSession, order: LiveQuery['order'], { lastSeenAt, oldest }: SessionAges): LiveItem {
  const seen = lastSeenAt(session);
  return { session, key: keyOf(session, order), lastSeenAt: seen, isUnverified: seen < oldest() };
}

function writeChanges(table: SessionTable, changes: readonly SessionChange[]): void {
  for (const change of changes) {
    if (isListed(change)) table.write(change.session);
    else table.remove(change.session.id);
  }
}

/** Returns true if a session is in the index after a change. */
function isListed(change: SessionChange): boolean {
  return change.kind === 'ENDED' ? change.isListed : change.kind !== 'UNLISTED';
}
