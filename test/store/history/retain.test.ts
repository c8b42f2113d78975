import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retain } from '../../../src/store/history/retention/retain.ts';
import { USAGE_INTERVALS } from '../../../src/store/history/usage/buckets.ts';
import { summedUntil } from '../../../src/store/history/usage/hour-sums.ts';
import { readUsage, type Usage } from '../../../src/store/history/usage/usage.ts';
import type { UsageQuery } from '../../../src/store/history/usage/usage-query.ts';
import type { SqlConnection } from '../../../src/store/sql.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { HOUR, insert, NOW, OBSERVED, store, storedSessions, WEEK } from '../../support/history-records.ts';

const DAY = 24 * HOUR;
/** All sessions of these tests, some of which last until now. */
const WINDOW = { from: WEEK - DAY, to: NOW };
const RESOURCES = ['SERVICE', 'ACCOUNT', 'REGION', 'RESOURCE'] as const;

async function usageOf(connection: SqlConnection, query: UsageQuery) {
  const { series } = (await readUsage(connection, query, NOW, { maxPoints: 1e6 })) as Usage;
  const all = series.map(async ({ key, sessions, connected }) => ({ key, sessions, connected: await connected() }));
  return (await Promise.all(all)).sort((one, other) => (JSON.stringify(one.key) < JSON.stringify(other.key) ? -1 : 1));
}

const idsIn = async (connection: SqlConnection, table: string) =>
  (await connection.all(`select distinct id from ${table} order by id`)).map(({ id }) => id);

/** Options by which records are deleted that ended before some hours of the week. */
const deletingUntil = (hours: number) => ({ now: NOW, historyDays: (NOW - WEEK - hours * HOUR) / DAY, usageDays: 400 });

describe('Retention', () => {
  test('deletes what ended before the hour, and keeps the use of each resource exactly, peaks included', async () => {
    await fc.assert(
      fc.asyncProperty(
        storedSessions(),
        fc.integer({ min: -1, max: 14 }),
        fc.constantFrom(...USAGE_INTERVALS),
        async (sessions, hours, interval) => {
          const connection = await historyDatabase();
          await store(connection, sessions);
          const query = { filter: WINDOW, interval, by: RESOURCES };
          const before = await usageOf(connection, query);
          const deleted = await retain(connection, deletingUntil(hours));
          const left = sessions
            .filter(({ row }) => row.ended_before === null || (row.ended_before as number) >= WEEK + hours * HOUR)
            .map(({ row }) => row.id as string);
          expect(await idsIn(connection, 'session')).toEqual(left.toSorted());
          expect(await idsIn(connection, 'span')).toEqual(left.toSorted());
          expect(deleted).toBe(sessions.length - left.length);
          expect(await usageOf(connection, query)).toEqual(before);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('keeps sums over all resources exactly, and never shows a peak as lower than it was', async () => {
    await fc.assert(
      fc.asyncProperty(storedSessions(), fc.integer({ min: 0, max: 14 }), async (sessions, hours) => {
        const connection = await historyDatabase();
        await store(connection, sessions);
        const query = { filter: WINDOW, interval: 'DAY', by: [] } as const;
        const [before] = await usageOf(connection, query);
        await retain(connection, deletingUntil(hours));
        const [after] = await usageOf(connection, query);
        expect(after?.sessions.milliseconds).toEqual(before?.sessions.milliseconds);
        expect(after?.sessions.started).toEqual(before?.sessions.started);
        expect(after?.connected.milliseconds).toEqual(before?.connected.milliseconds);
        for (const [bucket, peak] of before?.sessions.peaks.entries() ?? [])
          expect(after?.sessions.peaks[bucket]).toBeGreaterThanOrEqual(peak);
      }),
      { numRuns: 100 },
    );
  });

  test('goes on where it was interrupted', async () => {
    const [sessions] = fc.sample(storedSessions(40, 40), { numRuns: 1, seed: 1 });
    const [whole, parts] = [await historyDatabase(), await historyDatabase()];
    for (const connection of [whole, parts]) await store(connection, sessions ?? []);
    await retain(whole, deletingUntil(14));
    for (let turn = 0; turn < 9; turn += 1) await retain(parts, { ...deletingUntil(14), pause: async () => true });
    const sums = 'select * from usage_hour order by hour, service, account_id, region, resource';
    expect(await parts.all(sums)).toEqual(await whole.all(sums));
    expect(await idsIn(parts, 'session')).toEqual(await idsIn(whole, 'session'));
  });

  test('keeps the latest records where their number is limited', async () => {
    const connection = await historyDatabase();
    const ended = (number: number) => ({
      ...{ id: `s-${number}`, service: 'SSM', account_id: '1', region: 'r', session_id: 's', status: 'TERMINATED' },
      ...{ ...OBSERVED, type: 'SsmSession', source_id: 'SSM' },
      ...{ started_before: WEEK + number * HOUR, ended_before: WEEK + number * HOUR + 1, is_listed: 0 },
    });
    await insert(
      connection,
      'session',
      Array.from({ length: 10 }, (_, number) => ended(number)),
    );
    await retain(connection, { now: NOW, historyDays: 90, usageDays: 400, maxEnded: 4 });
    expect(await idsIn(connection, 'session')).toEqual(['s-6', 's-7', 's-8', 's-9']);
    expect(await summedUntil(connection)).toBe(WEEK + 6 * HOUR);
  });

  test('deletes sums and coverage after GATEWAY_USAGE_DAYS', async () => {
    const connection = await historyDatabase();
    const at = (days: number) => NOW - days * DAY;
    const place = { service: 'SSM', account_id: '1', region: 'r' };
    const sums = { sessions_started: 1, session_ms: 1, connected_ms: 1, peak_concurrent: 1, peak_connected: 1 };
    const row = (days: number) => ({
      hour: at(days),
      ...place,
      resource: 'a',
      ...sums,
      distinct_users: 1,
      observed_ms: 0,
    });
    await insert(connection, 'usage_hour', [row(5), row(3)]);
    await insert(
      connection,
      'observed',
      [6, 3].map((days) => ({ ...place, source_id: 'a', from_at: at(days), to_at: at(days - 1) })),
    );
    await retain(connection, { now: NOW, historyDays: 2, usageDays: 4 });
    expect(await connection.all('select hour from usage_hour')).toEqual([{ hour: at(3) }]);
    expect(await connection.all('select from_at from observed')).toEqual([{ from_at: at(3) }]);
  });

  test('of single users ends with their records: earlier windows are rejected', async () => {
    const connection = await historyDatabase();
    await retain(connection, deletingUntil(4));
    const of = (filter: object, by: UsageQuery['by'] = []) =>
      readUsage(connection, { filter: { ...WINDOW, ...filter }, interval: 'DAY', by }, NOW, { maxPoints: 1_000 });
    await expect(of({}, ['USER'])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(of({ userName: 'anna' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(of({ from: WEEK + 4 * HOUR }, ['USER'])).resolves.toMatchObject({ series: [] });
  });
});
