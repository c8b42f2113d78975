import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTables } from '../../../scripts/store/check-tables.ts';
import { sourceStatements } from '../../../src/store/commit/write-sources.ts';
import { runAll } from '../../../src/store/run-all.ts';
import type { StoredSource } from '../../../src/store/stored-change.ts';
import { historyDatabase } from '../../support/history-database.ts';

const GAP = 60;
const source = (id: string, asOf: number | null, state = 'a state'): StoredSource => ({
  ...{ id, service: 'SSM', accountId: '1', region: 'r', asOf, gapMs: GAP, state },
});

/** Scan of a source, so long after the last step. */
const scans = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    after: fc.integer({ min: -30, max: 90 }),
    isScanned: fc.boolean(),
    isRepeated: fc.boolean(),
  }),
  { maxLength: 30 },
);

interface Period {
  readonly id: string;
  from: number;
  to: number;
}

/** Periods as they are by definition: a scan lengthens the last one of its source, if it is near enough. */
function expectedPeriods(all: readonly { readonly id: string; readonly at: number }[]): readonly Period[] {
  const periods: Period[] = [];
  for (const { id, at } of all) {
    const last = periods.findLast((period) => period.id === id);
    if (last && at <= last.to) continue;
    if (last && at - last.to <= GAP) last.to = at;
    else periods.push({ id, from: at, to: at });
  }
  return periods.sort((one, other) => (one.id === other.id ? one.from - other.from : one.id < other.id ? -1 : 1));
}

describe('Sources', () => {
  test('are observed in periods without overlap, which end where two scans were too far apart', async () => {
    await fc.assert(
      fc.asyncProperty(scans, async (steps) => {
        const connection = await historyDatabase();
        const scanned: { id: string; at: number }[] = [];
        let now = 1_000;
        for (const [stamp, { id, after, isScanned, isRepeated }] of steps.entries()) {
          now += after;
          const states = [source(id, isScanned ? now : null, 'last')];
          // Of several states of one commit the last one counts.
          if (isRepeated) states.unshift(source(id, now + 5, 'first'));
          await runAll(connection, sourceStatements(states, [], stamp));
          if (isScanned) scanned.push({ id, at: now });
        }
        const rows = await connection.all('select source_id, from_at, to_at from observed order by source_id, from_at');
        expect(rows.map((row) => ({ id: row.source_id, from: row.from_at, to: row.to_at }))).toEqual(
          expectedPeriods(scanned),
        );
        expect(await checkTables(connection)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('that are removed keep their row with the number of the commit, and come back with a state', async () => {
    const connection = await historyDatabase();
    const rows = () => connection.all('select id, state, stamp from source order by id');
    await runAll(connection, sourceStatements([source('a', 1), source('b', 1)], [], 1));
    await runAll(connection, sourceStatements([], ['a', 'never there'], 2));
    expect(await rows()).toEqual([
      { id: 'a', state: null, stamp: 2 },
      { id: 'b', state: 'a state', stamp: 1 },
    ]);
    await runAll(connection, sourceStatements([source('a', 9, 'again')], [], 3));
    expect(await rows()).toMatchObject([{ id: 'a', state: 'again', stamp: 3 }, { id: 'b' }]);
  });

  test('of a hundred and more are written as one is', async () => {
    const connection = await historyDatabase();
    const ids = Array.from({ length: 301 }, (_, number) => `source-${String(number).padStart(3, '0')}`);
    await runAll(
      connection,
      sourceStatements(
        ids.map((id) => source(id, 100)),
        [],
        1,
      ),
    );
    await runAll(
      connection,
      sourceStatements(
        ids.map((id, at) => source(id, at % 2 === 0 ? 150 : 161)),
        [],
        2,
      ),
    );
    const rows = await connection.all('select source_id, from_at, to_at from observed order by source_id, from_at');
    expect(rows.filter(({ from_at, to_at }) => from_at === 100 && to_at === 150)).toHaveLength(151);
    expect(rows.filter(({ from_at }) => from_at === 161)).toHaveLength(150);
  });
});
