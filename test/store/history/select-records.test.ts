import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isImpossible, type RecordFilter } from '../../../src/store/history/records/record-filter.ts';
import { type RecordOrder, recordKeyOf } from '../../../src/store/history/records/record-order.ts';
import { countWindow, windowOf } from '../../../src/store/history/records/record-window.ts';
import { selectRecords } from '../../../src/store/history/records/select-records.ts';
import type { SessionRecord } from '../../../src/store/history/records/session-record.ts';
import type { SqlConnection, SqlRow } from '../../../src/store/sql.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { filters, orders } from '../../support/history-filters.ts';
import { NOW, type StoredSession, store, storedSessions } from '../../support/history-records.ts';

/** Compares by code points, as both engines do. */
const compareTexts = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));

function matches({ row }: StoredSession, filter: RecordFilter): boolean {
  const [start, end] = [row.started_before as number, row.ended_before as number | null];
  const isAmong = (list: readonly string[] | undefined, column: string) =>
    list?.includes(row[column] as string) ?? true;
  const user = (row.user_name as string | null) ?? '';
  return (
    filter.from < filter.to &&
    start < filter.to &&
    (start >= filter.from || (end ?? NOW) > filter.from) &&
    (filter.onlyUser === undefined || user === filter.onlyUser) &&
    (filter.userName === undefined || user === filter.userName) &&
    user.startsWith(filter.userNamePrefix ?? '') &&
    isAmong(filter.services, 'service') &&
    isAmong(filter.fleetNames, 'fleet_name') &&
    isAmong(filter.targets, 'target') &&
    isAmong(filter.regions, 'region') &&
    isAmong(filter.accountIds, 'account_id') &&
    isAmong(filter.endReasons, 'end_reason') &&
    (end ?? NOW) - start > (filter.longerThanSeconds ?? -1) * 1_000
  );
}

const SORTS: Record<string, (row: SqlRow) => string | number> = {
  STARTED_AT: (row) => row.started_before as number,
  ENDED_AT: (row) => (row.ended_before as number | null) ?? 0,
  USER_NAME: (row) => (row.user_name as string | null) ?? '',
};

function expected(sessions: readonly StoredSession[], filter: RecordFilter, order: readonly RecordOrder[]): string[] {
  const terms = [
    ...order.map(({ field, direction }) => ({ read: SORTS[field] as (row: SqlRow) => string | number, direction })),
    { read: ({ id }: SqlRow) => id as string, direction: order.at(-1)?.direction },
  ];
  const compare = (one: SqlRow, other: SqlRow) => {
    for (const { read, direction } of terms) {
      const [a, b] = [read(one), read(other)];
      const result = typeof a === 'number' ? a - (b as number) : compareTexts(a, b as string);
      if (result !== 0) return direction === 'DESC' ? -result : result;
    }
    return 0;
  };
  const found = sessions.filter((session) => matches(session, filter)).map(({ row }) => row);
  return found.sort(compare).map(({ id }) => id as string);
}

async function readAll(
  connection: SqlConnection,
  query: {
    readonly filter: RecordFilter;
    readonly order: RecordOrder[];
    readonly limit: number;
    readonly isBackward: boolean;
  },
  few: number,
): Promise<string[]> {
  const found: string[] = [];
  let from: ReturnType<typeof recordKeyOf> | null = null;
  for (;;) {
    const page = await selectRecords(connection, { ...query, from }, NOW, few);
    const ids = page.records.map(({ id }) => id);
    if (query.isBackward) found.unshift(...ids);
    else found.push(...ids);
    if (!page.hasMore) return found;
    expect(ids).toHaveLength(query.limit);
    from = recordKeyOf(page.records.at(query.isBackward ? 0 : -1) as SessionRecord, query.order);
  }
}

test('Pages of every filter, order and size, joined, are what filtering and sorting by hand give', async () => {
  await fc.assert(
    fc.asyncProperty(
      storedSessions(),
      filters,
      orders,
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      fc.constantFrom(0, 5_000),
      async (sessions, filter, order, limit, isBackward, few) => {
        const connection = await historyDatabase();
        await store(connection, sessions);
        const all = expected(sessions, filter, order);
        if (isImpossible(filter)) {
          expect(all).toEqual([]);
          return;
        }
        expect(await readAll(connection, { filter, order, limit, isBackward }, few)).toEqual(all);
        expect(await countWindow(connection, await windowOf(connection, filter, NOW))).toBe(all.length);
      },
    ),
    { numRuns: 400 },
  );
});
