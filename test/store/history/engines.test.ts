import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCoverage } from '../../../src/store/history/coverage/coverage.ts';
import { isImpossible, type RecordFilter } from '../../../src/store/history/records/record-filter.ts';
import type { RecordOrder } from '../../../src/store/history/records/record-order.ts';
import { countWindow, windowOf } from '../../../src/store/history/records/record-window.ts';
import { selectRecords } from '../../../src/store/history/records/select-records.ts';
import { selectByIds, selectSpans } from '../../../src/store/history/records/select-spans.ts';
import { retain } from '../../../src/store/history/retention/retain.ts';
import { USAGE_INTERVALS } from '../../../src/store/history/usage/buckets.ts';
import { readUsage, type Usage } from '../../../src/store/history/usage/usage.ts';
import type { UsageQuery } from '../../../src/store/history/usage/usage-query.ts';
import type { SqlConnection } from '../../../src/store/sql.ts';
import type { Store } from '../../../src/store/store.ts';
import { filters, orders } from '../../support/history-filters.ts';
import {
  HOUR,
  insert,
  NOW,
  type StoredSession,
  store,
  storedSessions,
  times,
  WEEK,
} from '../../support/history-records.ts';
import { FILE, MEMORY, POSTGRESQLS } from '../../support/stores.ts';

/** Sessions, and all that is asked of them. */
const cases = fc.record({
  sessions: storedSessions(15),
  pages: fc.array(fc.tuple(filters, orders, fc.integer({ min: 1, max: 9 }), fc.boolean(), fc.constantFrom(0, 5_000)), {
    maxLength: 6,
  }),
  usages: fc.array(
    fc.tuple(filters, fc.constantFrom(...USAGE_INTERVALS), fc.subarray(['SERVICE', 'RESOURCE', 'USER'] as const)),
    {
      maxLength: 4,
    },
  ),
  scans: fc.array(fc.tuple(fc.constantFrom('a', 'b'), times), { maxLength: 5 }),
});
type Case = typeof cases extends fc.Arbitrary<infer Value> ? Value : never;

async function pageOf(
  sql: SqlConnection,
  [filter, order, limit, isBackward, few]: readonly [RecordFilter, RecordOrder[], number, boolean, number],
) {
  if (isImpossible(filter)) return null;
  const page = await selectRecords(sql, { filter, order, limit, isBackward, from: null }, NOW, few);
  return { page, count: await countWindow(sql, await windowOf(sql, filter, NOW)) };
}

async function usageOf(sql: SqlConnection, query: UsageQuery) {
  const { series } = (await readUsage(sql, query, NOW, { maxPoints: 1e6 })) as Usage;
  return Promise.all(
    series.map(async ({ key, sessions, connected, users }) => [key, sessions, await connected(), await users()]),
  );
}

async function coverageOf(sql: SqlConnection) {
  const window = { from: WEEK, to: NOW, now: NOW, maxAgeMs: 60_000 };
  return (await readCoverage(sql, window)).map((place) => [
    place.service,
    place.accountId,
    place.shareOf(WEEK, WEEK + 13 * HOUR),
  ]);
}

/** Everything that is read of history, before and after some of it is deleted. */
async function readAll({ sql }: Store, { sessions, pages, usages, scans }: Case) {
  for (const table of ['session', 'span', 'observed', 'usage_hour', 'summed']) await sql.run(`delete from ${table}`);
  await store(sql, sessions as readonly StoredSession[]);
  const place = { service: 'SSM', account_id: '1', region: 'r' };
  const seen = new Map(scans.map(([source_id, from_at]) => [`${source_id}${from_at}`, { source_id, from_at }]));
  const rows = [...seen.values()].map((scan) => ({ ...place, ...scan, to_at: scan.from_at + HOUR }));
  await insert(sql, 'observed', rows);
  const read = async () => [
    await Promise.all(pages.map((page) => pageOf(sql, page as never))),
    await Promise.all(usages.map(([filter, interval, by]) => usageOf(sql, { filter, interval, by }).catch(String))),
    await coverageOf(sql),
  ];
  const ids = (sessions as readonly StoredSession[]).map(({ row }) => row.id as string);
  const [records, spans] = [[...(await selectByIds(sql, ids)).keys()], [...(await selectSpans(sql, ids))]];
  const before = [...(await read()), records.sort(), spans.sort()];
  await retain(sql, { now: NOW, historyDays: (NOW - WEEK - 6 * HOUR) / (24 * HOUR), usageDays: 400 });
  const sums = await sql.all('select * from usage_hour order by hour, service, account_id, region, resource');
  return [before, await read(), sums.map((row) => ({ ...row }))];
}

describe.each([FILE, ...POSTGRESQLS])('History in $name', (engine) => {
  const reason = engine.missing === null ? '' : ` (skipped: ${engine.missing})`;

  test.skipIf(engine.missing !== null)(`is the same as in memory, row by row${reason}`, async () => {
    const [one, other] = [await engine.open(), await MEMORY.open()];
    try {
      await fc.assert(
        fc.asyncProperty(cases, async (all) => {
          expect(await readAll(one, all)).toEqual(await readAll(other, all));
        }),
        { numRuns: 12 },
      );
    } finally {
      await Promise.all([one.close(), other.close()]);
    }
  });
});
