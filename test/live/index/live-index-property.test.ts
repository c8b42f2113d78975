import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  DIMENSIONS,
  type Dimension,
  type LiveFilter,
  resourceOf,
  withoutDimension,
} from '../../../src/live/index/live-filter.ts';
import { createLiveIndex, type LiveIndex, type LiveQuery } from '../../../src/live/index/live-index.ts';
import { liveMatcher } from '../../../src/live/index/live-matcher.ts';
import { idDigest, type LiveOrder, type LiveOrderField, ORDER_FIELDS } from '../../../src/live/index/live-order.ts';
import type { LiveSession } from '../../../src/live/live-session.ts';
import { SESSION_STATUSES } from '../../../src/sessions/provider.ts';
import { SESSION_SERVICES } from '../../../src/sessions/providers.ts';
import {
  ACCOUNTS,
  commits,
  ended,
  liveSessions,
  MINUTE,
  REGIONS,
  SEEN,
  sourceState,
  started,
  times,
  USERS,
} from '../../support/live-sessions.ts';

const MAX_AGE = 2 * MINUTE;
const RUNS = 600;

const some = <Value>(...values: readonly Value[]) => fc.subarray([...values]);
const names = USERS.map((name) => name.toLowerCase());

/** Each condition is absent in most filters: all at once match nothing. */
const sometimes = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined, freq: 3 });
const rarely = <Value>(values: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });

const filters: fc.Arbitrary<LiveFilter> = fc
  .record({
    services: rarely(some(...SESSION_SERVICES)),
    statuses: rarely(some(...SESSION_STATUSES)),
    userName: rarely(fc.constantFrom(...names)),
    onlyUser: rarely(fc.constantFrom<string | null>(...names, null, '')),
    search: rarely(fc.constantFrom('a', 'an', 'ÄNN'.toLowerCase(), 'i-', '1', 'fleet-1', 'wspool', 'admin/', 'zz')),
    startedAfter: rarely(times),
    startedBefore: rarely(times),
    statusBefore: rarely(times),
    fleetNames: rarely(some('Fleet-0', 'Fleet-1', 'fleet-2')),
    stackNames: rarely(some('Stack-0', 'Stack-1')),
    poolIds: rarely(some('wspool-0', 'wspool-1')),
    targets: rarely(some('i-node-0', 'i-node-1', '')),
    regions: rarely(some(...REGIONS)),
    accountIds: rarely(some(...ACCOUNTS)),
    unverified: rarely(fc.boolean()),
  })
  .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)));

const orders: fc.Arbitrary<LiveOrder[]> = fc.array(
  fc.record({ field: fc.constantFrom(...ORDER_FIELDS), direction: fc.constantFrom('ASC' as const, 'DESC' as const) }),
  { minLength: 1, maxLength: 3 },
);

const worlds = fc.record({
  sessions: liveSessions,
  asOf: fc.tuple(sometimes(times), sometimes(times), sometimes(times)),
  /** Number of matching sessions from which on they are read in their order, and not sorted. */
  few: fc.constantFrom(0, 3, 1_000),
});
type World = typeof worlds extends fc.Arbitrary<infer Value> ? Value : never;

const SOURCES = ['one', 'two', 'three'];

/** Fills an index in a few commits; sessions with an odd number end and begin again, so that rows differ from numbers. */
function indexOf({ sessions, asOf, few }: World): LiveIndex {
  const index = createLiveIndex({ maxAgeMs: MAX_AGE, now: () => SEEN, few });
  const commit = commits();
  index.apply(commit(sessions.map(started)));
  index.apply(commit(sessions.filter((_, number) => number % 2 === 1).map((each) => ended(each))));
  const states = SOURCES.map((id, number) => sourceState(id, { asOf: asOf[number] ?? null }));
  index.apply(commit(sessions.filter((_, number) => number % 2 === 1).map(started), states));
  return index;
}

/** Selects the sessions of a filter by the predicate that decides events. */
function matching({ sessions, asOf }: World, filter: LiveFilter): LiveSession[] {
  const isUnverified = ({ sourceId, firstSeenAt, statusSince }: LiveSession) =>
    Math.max(asOf[SOURCES.indexOf(sourceId)] ?? 0, firstSeenAt, statusSince.before) < SEEN - MAX_AGE;
  return sessions.filter(liveMatcher(filter, isUnverified));
}

const SORT_VALUES: Record<LiveOrderField, (session: LiveSession) => string | number | null> = {
  STARTED_AT: ({ view }) => view.startedAt?.getTime() ?? null,
  STATUS_SINCE: ({ statusSince }) => statusSince.before,
  USER_NAME: ({ userName }) => userName,
  STATUS: ({ view }) => SESSION_STATUSES.indexOf(view.status),
  EXPIRES_AT: ({ view }) => view.expiresAt?.getTime() ?? null,
  RESOURCE: resourceOf,
  INSTANCE_ID: ({ view }) => view.instanceId,
  REGION: ({ view }) => view.location.region,
};

function compare(one: string | number | null, other: string | number | null): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? -1 : 1;
  return one < other ? -1 : 1;
}

/** Sorts sessions by hand: null first, equal sessions by the digest of the id in the direction of the last field. */
function sorted(sessions: readonly LiveSession[], order: readonly LiveOrder[]): string[] {
  const signOf = ({ direction }: LiveOrder) => (direction === 'ASC' ? 1 : -1);
  return sessions
    .toSorted((one, other) => {
      for (const each of order) {
        const sortValue = SORT_VALUES[each.field];
        const compared = compare(sortValue(one), sortValue(other)) * signOf(each);
        if (compared !== 0) return compared;
      }
      return (idDigest(one.id) - idDigest(other.id)) * signOf(order.at(-1) as LiveOrder);
    })
    .map(({ id }) => id);
}

async function pages(index: LiveIndex, query: Omit<LiveQuery, 'from'>): Promise<string[]> {
  const ids: string[] = [];
  for (let from: LiveQuery['from'] = null; ; ) {
    const { items, hasMore } = await index.page({ ...query, from });
    const page = items.map(({ session }) => session.id);
    if (query.isBackward) ids.unshift(...page);
    else ids.push(...page);
    const last = items.at(query.isBackward ? 0 : -1);
    if (!hasMore || !last) return ids;
    from = last.key;
  }
}

const DIMENSION_VALUES: Record<Dimension, (session: LiveSession) => string | null> = {
  SERVICE: ({ view }) => view.service,
  STATUS: ({ view }) => view.status,
  ACCOUNT: ({ view }) => view.location.accountId,
  REGION: ({ view }) => view.location.region,
  RESOURCE: resourceOf,
  USER: ({ userName }) => userName,
};

function facetByHand(sessions: readonly LiveSession[], dimension: Dimension, first: number) {
  const counts = new Map<string | null, number>();
  for (const session of sessions) {
    const value = DIMENSION_VALUES[dimension](session);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || compare(one.value, other.value));
  const shown = values.slice(0, first);
  return { values: shown, otherCount: values.slice(first).reduce((sum, { count }) => sum + count, 0) };
}

test('Joined pages, forward and backward, are the sessions that the predicate matches, sorted by hand', async () => {
  const limits = fc.integer({ min: 1, max: 9 });
  await fc.assert(
    fc.asyncProperty(worlds, filters, orders, limits, async (world, filter, order, limit) => {
      const index = indexOf(world);
      const expected = sorted(matching(world, filter), order);
      expect(await pages(index, { filter, order, limit, isBackward: false })).toEqual(expected);
      expect(await pages(index, { filter, order, limit, isBackward: true })).toEqual(expected);
      expect(await index.count(filter)).toBe(expected.length);
    }),
    { numRuns: RUNS },
  );
});

test('Facets are the counts by hand of what matches without the conditions of their dimension', async () => {
  await fc.assert(
    fc.asyncProperty(
      worlds,
      filters,
      fc.constantFrom(...DIMENSIONS),
      fc.nat(4),
      async (world, filter, dimension, first) => {
        const others = matching(world, withoutDimension(filter, dimension));
        expect(await indexOf(world).facet(filter, dimension, first)).toEqual(facetByHand(others, dimension, first));
      },
    ),
    { numRuns: RUNS },
  );
});

test('A page behind any session, also one that has ended, continues where it stood', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, orders, fc.nat(), async (world, order, pick) => {
      const index = indexOf(world);
      const query = { filter: {}, order, limit: 200, isBackward: false };
      const { items } = await index.page({ ...query, from: null });
      const at = pick % Math.max(1, items.length);
      const gone = items[at];
      if (!gone) return;
      index.apply({ ...commits()([ended(gone.session)]), from: index.revision, to: index.revision + 1 });
      const behind = await index.page({ ...query, from: gone.key });
      expect(behind.items.map(({ session }) => session.id)).toEqual(
        items.slice(at + 1).map(({ session }) => session.id),
      );
      const before = await index.page({ ...query, isBackward: true, from: gone.key });
      expect(before.items.map(({ session }) => session.id)).toEqual(
        items.slice(0, at).map(({ session }) => session.id),
      );
    }),
    { numRuns: RUNS },
  );
});
