import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketsOf, countBuckets, USAGE_INTERVALS } from '../../../src/store/history/usage/buckets.ts';
import { readUsage, type Usage } from '../../../src/store/history/usage/usage.ts';
import {
  USAGE_DIMENSIONS,
  type UsageDimension,
  type UsageQuery,
} from '../../../src/store/history/usage/usage-query.ts';
import type { SqlRow } from '../../../src/store/sql.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { HOUR, NOW, type StoredSession, store, storedSessions, times, WEEK } from '../../support/history-records.ts';

const COLUMNS: Record<UsageDimension, string> = {
  SERVICE: 'service',
  ACCOUNT: 'account_id',
  REGION: 'region',
  RESOURCE: 'resource',
  USER: 'user_name',
};

interface Span {
  readonly begin: number;
  readonly end: number;
}

const spanOf = ({ row }: StoredSession): Span => ({
  begin: row.started_before as number,
  end: (row.ended_before as number | null) ?? NOW,
});
const connectedOf = ({ spans }: StoredSession): Span[] =>
  spans
    .filter(({ status }) => status === 'CONNECTED')
    .map((span: SqlRow) => ({ begin: span.from_before as number, end: (span.to_before as number | null) ?? NOW }));

/** Most spans at one moment of a bucket: a new maximum is reached only at a begin, or at the begin of the bucket. */
function peak(spans: readonly Span[], from: number, to: number): number {
  const moments = [from, ...spans.map(({ begin }) => begin).filter((begin) => begin >= from && begin < to)];
  return Math.max(...moments.map((at) => spans.filter(({ begin, end }) => begin <= at && at < end).length));
}

const overlap = ({ begin, end }: Span, from: number, to: number) =>
  Math.max(0, Math.min(end, to) - Math.max(begin, from));
const milliseconds = (spans: readonly Span[], from: number, to: number) =>
  spans.reduce((sum, each) => sum + overlap(each, from, to), 0);

function usersIn(sessions: readonly StoredSession[], from: number, to: number): number {
  const there = sessions.filter((session) => {
    const { begin, end } = spanOf(session);
    return begin < to && (begin >= from || end > from);
  });
  return new Set(there.map(({ row }) => row.user_name).filter((name) => name !== null)).size;
}

async function shown(usage: Usage) {
  return Promise.all(
    usage.series.map(async ({ key, sessions, connected, users }) => ({
      key,
      sessions,
      connected: { peaks: (await connected()).peaks, milliseconds: (await connected()).milliseconds },
      users: await users(),
    })),
  );
}

function expected(all: readonly StoredSession[], { filter: { from, to }, interval, by }: UsageQuery) {
  const { edges } = bucketsOf(from, to, interval);
  const cut = edges.slice(1).map((end, at) => [edges[at] as number, end] as const);
  const there = all.filter((session) => {
    const { begin, end } = spanOf(session);
    return begin < to && (begin >= from || end > from);
  });
  const keyOf = ({ row }: StoredSession) => by.map((dimension) => row[COLUMNS[dimension]] as string | null);
  const groups = [...Map.groupBy(there, (session) => JSON.stringify(keyOf(session))).values()];
  return (by.length === 0 ? [there] : groups).map((sessions) => {
    const [lasting, connected] = [sessions.map(spanOf), sessions.flatMap(connectedOf)];
    const starts = (begin: number, end: number) => lasting.filter((each) => each.begin >= begin && each.begin < end);
    return {
      key: by.length === 0 ? [] : keyOf(sessions[0] as StoredSession),
      sessions: {
        peaks: cut.map(([begin, end]) => peak(lasting, begin, end)),
        milliseconds: cut.map(([begin, end]) => milliseconds(lasting, begin, end)),
        started: cut.map(([begin, end]) => starts(begin, end).length),
      },
      connected: {
        peaks: cut.map(([begin, end]) => peak(connected, begin, end)),
        milliseconds: cut.map(([begin, end]) => milliseconds(connected, begin, end)),
      },
      users: { buckets: cut.map(([begin, end]) => usersIn(sessions, begin, end)), total: usersIn(sessions, from, to) },
    };
  });
}

const byKey = (one: { readonly key: unknown }, other: { readonly key: unknown }) =>
  JSON.stringify(one.key) < JSON.stringify(other.key) ? -1 : 1;

/** Times of the sessions, and some at which no session has been there yet. */
const windowTimes = fc.oneof({ weight: 6, arbitrary: times }, fc.constantFrom(NOW - 1, NOW, NOW + 1, NOW + HOUR));

test('Usage by every interval and dimension is what counting by hand gives, peaks included', async () => {
  await fc.assert(
    fc.asyncProperty(
      storedSessions(),
      fc.tuple(windowTimes, windowTimes).filter(([one, other]) => one !== other),
      fc.constantFrom(...USAGE_INTERVALS),
      fc.uniqueArray(fc.constantFrom(...USAGE_DIMENSIONS), { maxLength: 3 }),
      async (sessions, [one, other], interval, by) => {
        const connection = await historyDatabase();
        await store(connection, sessions);
        const query = { filter: { from: Math.min(one, other), to: Math.max(one, other) }, interval, by };
        const usage = (await readUsage(connection, query, NOW, { maxPoints: 10_000 })) as Usage;
        expect((await shown(usage)).sort(byKey)).toEqual(expected(sessions, query).sort(byKey));
      },
    ),
    { numRuns: 300 },
  );
});

test('Series are counted before they are summed up', async () => {
  const connection = await historyDatabase();
  const [session] = fc.sample(storedSessions(1, 1), 1)[0] as StoredSession[];
  const at = (number: number) => ({
    ...(session as StoredSession).row,
    id: `s-${number}`,
    user_name: `user-${number}`,
    started_before: WEEK,
  });
  await store(
    connection,
    Array.from({ length: 11 }, (_, number) => ({ row: at(number), spans: [] })),
  );
  const query = { filter: { from: WEEK, to: WEEK + 10 * HOUR }, interval: 'HOUR', by: ['USER'] } as const;
  expect(await readUsage(connection, query, NOW, { maxPoints: 109 })).toEqual({ tooManySeries: 11 });
  expect(await readUsage(connection, query, NOW, { maxPoints: 110 })).toHaveProperty('series.length', 11);
});

describe('Buckets', () => {
  const at = (text: string) => Date.parse(text);

  test.each([
    ['HOUR', '2026-11-09T10:30Z', '2026-11-09T12:00Z', ['2026-11-09T10:30Z', '2026-11-09T11:00Z', '2026-11-09T12:00Z']],
    ['DAY', '2026-11-09T10:30Z', '2026-11-10T12:00Z', ['2026-11-09T10:30Z', '2026-11-10T00:00Z', '2026-11-10T12:00Z']],
    ['WEEK', '2026-11-08T10:30Z', '2026-11-09T12:00Z', ['2026-11-08T10:30Z', '2026-11-09T00:00Z', '2026-11-09T12:00Z']],
    [
      'MONTH',
      '2026-12-31T23:00Z',
      '2027-02-01T00:00Z',
      ['2026-12-31T23:00Z', '2027-01-01T00:00Z', '2027-02-01T00:00Z'],
    ],
    [
      'MONTH',
      '0098-12-31T23:00Z',
      '0099-02-01T00:00Z',
      ['0098-12-31T23:00Z', '0099-01-01T00:00Z', '0099-02-01T00:00Z'],
    ],
  ] as const)('of a %s are cut at its edges in UTC', (interval, from, to, edges) => {
    expect(bucketsOf(at(from), at(to), interval).edges).toEqual(edges.map(at));
  });

  test('are never more than their number as it is counted before', () => {
    const length = fc.integer({ min: 1, max: 400 * 24 * HOUR });
    fc.assert(
      fc.property(
        times,
        length,
        fc.constantFrom('DAY' as const, 'WEEK' as const, 'MONTH' as const),
        (from, ms, interval) => {
          expect(bucketsOf(from, from + ms, interval).begins.length).toBeLessThanOrEqual(
            countBuckets(from, from + ms, interval),
          );
        },
      ),
    );
  });
});
