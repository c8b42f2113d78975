import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restore } from '../../src/store/restore.ts';
import type { SqlConnection, SqlRow } from '../../src/store/sql.ts';
import { historyDatabase } from '../support/history-database.ts';
import { insert, OBSERVED } from '../support/history-records.ts';

const LIMITS = { changesAfter: 0, maxChanges: 10_000, maxEnded: 10_000 };
const UNITS = ['["SSM 1/r"]', '["SSM 1/r-2"]', '["SSM 11/r"]', '["APPSTREAM 1/r"]'];
/** Sources of a unit: its own list, and those below it. */
const sourcesOf = (unit: string) => [unit, `${unit.slice(0, -1)},"i-1"]`, `${unit.slice(0, -1)},"\u{10FFFF}"]`];
const SOURCES = UNITS.flatMap(sourcesOf);

const session = (id: string, row: SqlRow = {}): SqlRow => ({
  ...{
    ...OBSERVED,
    id,
    type: 'SsmSession',
    service: 'SSM',
    account_id: '1',
    region: 'r',
    source_id: UNITS[0] as string,
  },
  ...{
    session_id: id,
    status: 'CONNECTED',
    started_before: 1,
    ended_before: null,
    is_listed: 1,
    body: `{"id":"${id}"}`,
  },
  ...row,
});

async function withRows(rows: Readonly<Record<string, readonly SqlRow[]>>, revision = 0): Promise<SqlConnection> {
  const connection = await historyDatabase();
  await insert(connection, 'clock', [{ one: 1, store_id: 's', revision, stamp: 3 }]);
  await connection.transaction(async (transaction) => {
    for (const [table, all] of Object.entries(rows)) await insert(transaction, table, all);
  });
  return connection;
}

const told = fc.array(
  fc.record({
    source: fc.constantFrom(...SOURCES),
    isListed: fc.boolean(),
    endedAt: fc.option(fc.integer({ min: 1, max: 50 }), { nil: null }),
  }),
  { maxLength: 20 },
);

describe('Restoring', () => {
  test('finds the sessions, ended ones and sources of all units, or of one, as a filter by hand does', async () => {
    await fc.assert(
      fc.asyncProperty(told, fc.option(fc.constantFrom(...UNITS), { nil: undefined }), async (all, unit) => {
        const rows = all.map(({ source, isListed, endedAt }, number) =>
          session(`s-${number}`, { source_id: source, is_listed: isListed ? 1 : 0, ended_before: endedAt }),
        );
        const sources = SOURCES.map((id, number) => ({
          ...{ id, service: 'SSM', account_id: '1', region: 'r', stamp: 1 },
          state: number % 5 === 4 ? null : `{"id":${JSON.stringify(id)}}`,
        }));
        const connection = await withRows({ session: rows, source: sources });
        const restored = await restore(connection, { ...LIMITS, ...(unit !== undefined && { unit }) });
        const isOf = (row: SqlRow) => unit === undefined || sourcesOf(unit).includes(String(row.source_id ?? row.id));
        const listed = rows.filter((row) => row.is_listed === 1 && isOf(row));
        expect(restored.sessions.map(({ body }) => body)).toEqual(listed.map(({ body }) => body).sort());
        expect(restored.sessions.filter(({ hasEnded }) => hasEnded)).toHaveLength(
          listed.filter((row) => row.ended_before !== null).length,
        );
        const ended = rows.filter((row) => row.is_listed === 0 && row.ended_before !== null && isOf(row));
        expect(restored.ended.map(({ id }) => id).sort()).toEqual(ended.map(({ id }) => id).sort());
        const times = restored.ended.map(({ endedAt }) => endedAt);
        expect(times).toEqual(times.toSorted((one, other) => one - other));
        expect([...restored.sources].sort()).toEqual(
          sources
            .filter((row) => row.state !== null && isOf(row))
            .map(({ state }) => state)
            .sort(),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('reads more sessions and changes than one statement has, each once and in order', async () => {
    const rows = Array.from({ length: 2_000 }, (_, number) => session(`s-${String(number).padStart(5, '0')}`));
    const changes = Array.from({ length: 2_345 }, (_, number) => ({
      ...{ revision: number + 1, committed_at: 5, id: 's-00000', body: String(number + 1) },
    }));
    const connection = await withRows({ session: rows, change: changes }, 2_345);
    const restored = await restore(connection, LIMITS);
    expect(restored.sessions.map(({ body }) => body)).toEqual(rows.map(({ body }) => body));
    expect(restored.changes.map(({ revision }) => revision)).toEqual(changes.map(({ revision }) => revision));
    expect([restored.revision, restored.stamp]).toEqual([2_345, 3]);
  });

  test('gives the changes behind the last gap, within their limits of age and number', async () => {
    const log = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(log, fc.nat(3), fc.nat(30), fc.nat(30), async (revisions, beyond, maxChanges, oldest) => {
        const sorted = revisions.toSorted((one, other) => one - other);
        const revision = (sorted.at(-1) ?? 0) + beyond;
        const changes = sorted.map((each) => ({ revision: each, committed_at: each, id: 's', body: 'b' }));
        const connection = await withRows({ change: changes }, revision);
        const restored = await restore(connection, { ...LIMITS, maxChanges, changesAfter: oldest });
        const expected = [];
        for (let at = revision; at > revision - maxChanges && at >= oldest && sorted.includes(at); at -= 1)
          expected.unshift(at);
        expect(restored.changes.map((change) => change.revision)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test('gives the latest ended sessions where there are more than asked for', async () => {
    const rows = Array.from({ length: 30 }, (_, number) =>
      session(`s-${number}`, { is_listed: 0, ended_before: 100 + ((number * 7) % 30) }),
    );
    const restored = await restore(await withRows({ session: rows }), { ...LIMITS, maxEnded: 4 });
    expect(restored.ended.map(({ endedAt }) => endedAt)).toEqual([126, 127, 128, 129]);
  });
});
