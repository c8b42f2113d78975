import { eventLoopTurns } from '../../paging/event-loop.ts';
import type { LiveSession, LiveSourceState, NumberedCommit, SessionChange, Timestamp } from '../live-session.ts';
import { changeQueue } from './change-queue.ts';
import { createColumns } from './columns.ts';
import { countValues, type Facet } from './count-values.ts';
import { type Dimension, type LiveFilter, withoutDimension } from './live-filter.ts';
import { type LiveKey, type LiveOrder, type SlotOrder, slotOrder } from './live-order.ts';
import { type CountedSource, countSources } from './live-sources.ts';
import { resultCache } from './result-cache.ts';
import { selectPage } from './select-page.ts';
import { selectSlots } from './select-slots.ts';
import { slotList } from './slot-list.ts';

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

/** Session of a page with what only observation tells. */
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
}

/**
 * Reads of all requests together in one turn of the event loop. Over 100,000 sessions one takes 1 ms of processor time, the first
 * with a search 10 ms; other requests are answered in between.
 */
const READS_PER_TURN = 1;

/** Creates an empty index in memory. */
export function createLiveIndex({ maxAgeMs, now }: LiveIndexOptions): LiveIndex {
  const columns = createColumns();
  const states = new Map<string, LiveSourceState>();
  const results = resultCache();
  const nextTurn = eventLoopTurns(READS_PER_TURN);
  const queue = changeQueue({
    write(changes) {
      results.clear();
      for (const change of changes) {
        if (isListed(change)) columns.write(change.session);
        else columns.remove(change.session.id);
      }
    },
    writeSources(written, removed) {
      results.clear();
      for (const state of written) states.set(state.id, state);
      for (const id of removed) states.delete(id);
    },
  });

  const oldest = (): Timestamp => now() - maxAgeMs;
  const asOf = (sourceId: string): Timestamp => states.get(sourceId)?.asOf ?? 0;
  const lastSeenAt = ({ sourceId, firstSeenAt, statusSince }: LiveSession): Timestamp =>
    Math.max(asOf(sourceId), firstSeenAt, statusSince.before);

  /** Returns what results depend on: the filter and, if it selects by age, the time. */
  const timed = (filter: LiveFilter) => (filter.unverified === undefined ? [filter] : [filter, oldest()]);

  /** Selects the slots of a filter. They are used at once: with the next change sessions may have other slots. */
  function select(filter: LiveFilter): Uint32Array {
    const before = oldest();
    return results.slots(timed(filter), columns.numbers.status.length, (buffer) => {
      const slots = slotList(buffer, columns.size);
      selectSlots(slots, columns, filter, { before, isStale: (sourceId) => asOf(sourceId) < before });
      return slots.kept();
    });
  }

  async function read<Result>(work: () => Result): Promise<Result> {
    await queue.drained();
    await nextTurn();
    return work();
  }

  function toItem(slot: number, { keyOf }: SlotOrder): LiveItem {
    const session = columns.sessions[slot] as LiveSession;
    const seen = lastSeenAt(session);
    return { session, key: keyOf(slot), lastSeenAt: seen, isUnverified: seen < oldest() };
  }

  return {
    apply: queue.add,
    page: ({ filter, order, limit, isBackward, from }) =>
      read(() => {
        const inOrder = slotOrder(columns, order, isBackward);
        const { slots, hasMore } = results.of([timed(filter), order, limit, isBackward, from], () =>
          selectPage(select(filter), inOrder, limit, from),
        );
        const items = slots.map((slot) => toItem(slot, inOrder));
        return { items: isBackward ? items.reverse() : items, hasMore, revision: queue.revision };
      }),
    count: (filter) => read(() => select(filter).length),
    facet: (filter, dimension, first) =>
      read(() => {
        const others = withoutDimension(filter, dimension);
        return results.of([timed(others), dimension, first], () =>
          countValues(columns, select(others), dimension, first),
        );
      }),
    sources: (filter) => read(() => countSources(columns, states.values(), select(filter))),
    get revision() {
      return queue.revision;
    },
    lastSeenAt,
    isUnverified: (session) => lastSeenAt(session) < oldest(),
    close: queue.close,
  };
}

/** Returns true if a session is in the index after a change. */
function isListed(change: SessionChange): boolean {
  return change.kind === 'ENDED' ? change.isListed : change.kind !== 'UNLISTED';
}
