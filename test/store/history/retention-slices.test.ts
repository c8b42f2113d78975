import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTables } from '../../../scripts/store/check-tables.ts';
import { retain } from '../../../src/store/history/retention/retain.ts';
import { summedUntil } from '../../../src/store/history/usage/hour-sums.ts';
import type { SqlConnection, SqlRow } from '../../../src/store/sql.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { HOUR, insert, NOW, OBSERVED, store, storedSessions, WEEK } from '../../support/history-records.ts';
import { POSTGRESQL } from '../../support/stores.ts';

const DAY = 24 * HOUR;
const untilHour = (hours: number) => ({ now: NOW, historyDays: (NOW - WEEK - hours * HOUR) / DAY, usageDays: 400 });

const ended = (number: number, end: number, isListed = 0): SqlRow => ({
  ...{ ...OBSERVED, id: `s-${String(number).padStart(5, '0')}`, type: 'SsmSession', service: 'SSM', account_id: '1' },
  ...{ region: 'r', source_id: 'SSM', session_id: 's', revision: 0, resource: `i-${number % 7}`, status: 'TERMINATED' },
  ...{
    started_before: end - 1_000,
    ended_after: end,
    ended_before: end,
    end_reason: 'DISAPPEARED',
    is_listed: isListed,
  },
});
const spanOf = ({ id, started_before, ended_before }: SqlRow): SqlRow => ({
  ...{ id: id ?? null, seq: 1, status: 'CONNECTED', from_after: null, from_before: started_before ?? null },
  ...{ to_after: ended_before ?? null, to_before: ended_before ?? null },
});

async function fill(connection: SqlConnection, rows: readonly SqlRow[]): Promise<void> {
  await connection.transaction(async (transaction) => {
    await insert(transaction, 'session', rows);
    await insert(transaction, 'span', rows.map(spanOf));
  });
}

const idsIn = async (connection: SqlConnection, table: string) =>
  (await connection.all(`select distinct id from ${table} order by id`)).map(({ id }) => id);

describe('Retention in slices', () => {
  test('that is stopped anywhere deletes nothing that is to stay, and no session without its spans', async () => {
    await fc.assert(
      fc.asyncProperty(
        storedSessions(30, 1),
        fc.integer({ min: 0, max: 14 }),
        fc.nat(6),
        async (sessions, hours, stop) => {
          const connection = await historyDatabase();
          await store(connection, sessions);
          let slices = 0;
          const pause = async () => ++slices > stop;
          await retain(connection, { ...untilHour(hours), pause });
          const left = new Set(await idsIn(connection, 'session'));
          for (const { row } of sessions) {
            const isOld = row.ended_before !== null && (row.ended_before as number) < WEEK + hours * HOUR;
            if (!isOld) expect(left).toContain(row.id);
          }
          expect(new Set(await idsIn(connection, 'span'))).toEqual(left);
          // What is deleted was summed up before.
          const until = await summedUntil(connection);
          for (const { row } of sessions.filter(({ row }) => !left.has(row.id as string)))
            expect(row.ended_before).toBeLessThan(until);
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([499, 500, 501, 1_200])(
    'deletes %i old records with their spans, and neither those at the edge nor listed ones',
    async (old) => {
      const connection = await historyDatabase();
      const edge = WEEK + 5 * HOUR;
      const rows = [
        ...Array.from({ length: old }, (_, number) => ended(number, edge - 1 - number)),
        ended(90_000, edge),
        ended(90_001, edge + 1),
        // AWS still lists it: the live index has it.
        ended(90_002, edge - 1, 1),
      ];
      await fill(connection, rows);
      let slices = 0;
      const deleted = await retain(connection, {
        ...untilHour(5),
        pause: async () => {
          slices += 1;
          return false;
        },
      });
      expect(deleted).toBe(old);
      expect(await idsIn(connection, 'session')).toEqual(['s-90000', 's-90001', 's-90002']);
      expect(await idsIn(connection, 'span')).toEqual(['s-90000', 's-90001', 's-90002']);
      expect(slices).toBeGreaterThanOrEqual(Math.floor(old / 500) + 1);
    },
  );

  test('without history deletes all that has ended, and sums nothing up', async () => {
    const connection = await historyDatabase();
    await fill(connection, [ended(1, NOW - 1), ended(2, NOW), ended(3, NOW - 5, 1)]);
    expect(await retain(connection, { now: NOW, historyDays: 0, usageDays: 400 })).toBe(1);
    expect(await idsIn(connection, 'session')).toEqual(['s-00002', 's-00003']);
    expect(await connection.all('select * from usage_hour')).toEqual([]);
    expect(await summedUntil(connection)).toBe(0);
  });

  test('never moves the time back up to which hours are summed up', async () => {
    const connection = await historyDatabase();
    await fill(connection, [ended(1, WEEK + HOUR), ended(2, WEEK + 40 * HOUR)]);
    await retain(connection, untilHour(60));
    const [until, sums] = [
      await summedUntil(connection),
      await connection.all('select * from usage_hour order by hour'),
    ];
    // A replica whose clock is late, or whose GATEWAY_HISTORY_DAYS are more.
    for (const hours of [-10, 3, 59]) await retain(connection, untilHour(hours));
    expect([await summedUntil(connection), await connection.all('select * from usage_hour order by hour')]).toEqual([
      until,
      sums,
    ]);
  });
});

const it = test.skipIf(POSTGRESQL.missing !== null);
const reason = POSTGRESQL.missing === null ? '' : ` (skipped: ${POSTGRESQL.missing})`;

/** A connection that does something before it commits the first deletion of records. */
function beforeFirstDeletion(sql: SqlConnection, act: () => Promise<void>): SqlConnection {
  let isFirst = true;
  const transaction: SqlConnection['transaction'] = (work, mode) =>
    sql.transaction(async (inner) => {
      let hasDeleted = false;
      const run: SqlConnection['run'] = (text, params) => {
        hasDeleted ||= text.startsWith('delete from session');
        return inner.run(text, params);
      };
      const result = await work({ ...inner, run });
      if (hasDeleted && isFirst) await act();
      isFirst &&= !hasDeleted;
      return result;
    }, mode);
  return { ...sql, transaction };
}

/** Waits until a statement waits for the rows of another transaction. */
async function untilBlocked(sql: SqlConnection): Promise<void> {
  const waiting = 'select count(*) as waiting from pg_locks where not granted';
  while (Number((await sql.all(waiting))[0]?.waiting) === 0) await new Promise((resolve) => setImmediate(resolve));
}

it(`Replicas that find the same old records leave no spans without a session, and the sums of one${reason}`, async () => {
  const [shared, alone] = [await POSTGRESQL.open(), await POSTGRESQL.open()];
  try {
    const rows = Array.from({ length: 700 }, (_, number) => ended(number, WEEK + ((number * 37) % 4_000) * 30_000));
    for (const { sql } of [shared, alone]) await fill(sql, rows);
    let other: Promise<number> | null = null;
    const connection = beforeFirstDeletion(shared.sql, async () => {
      other = retain(shared.sql, untilHour(30));
      await untilBlocked(shared.sql);
    });
    // The one that came first stops after its first slice: the other one deletes the rest.
    const pause = async () => other !== null;
    const deleted = [await retain(connection, { ...untilHour(30), pause }), (await other) ?? 0];
    const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
    expect(sum(deleted)).toBe(await retain(alone.sql, untilHour(30)));
    expect(await checkTables(shared.sql)).toEqual([]);
    for (const table of ['session', 'span'])
      expect(await idsIn(shared.sql, table)).toEqual(await idsIn(alone.sql, table));
    const sums = 'select * from usage_hour order by hour, resource';
    expect(await shared.sql.all(sums)).toEqual(await alone.sql.all(sums));
    expect(await summedUntil(shared.sql)).toBe(await summedUntil(alone.sql));
  } finally {
    await Promise.all([shared.close(), alone.close()]);
  }
});
