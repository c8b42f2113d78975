import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEASE_MS } from '../../../src/store/replica-store.ts';
import { holdLeases, releaseLeases } from '../../../src/store/replicas/hold-leases.ts';
import type { SqlConnection } from '../../../src/store/sql.ts';
import { POSTGRESQL } from '../../support/stores.ts';

const REPLICAS = ['a', 'b', 'c'];
const UNITS = ['u1', 'u2', 'u3', 'u4', 'u5'];

/** Steps of one replica: it holds what it can, shuts down, or time passes in which it does nothing. */
const steps = fc.array(
  fc.record({
    replica: fc.constantFrom(...REPLICAS),
    does: fc.constantFrom('hold', 'hold', 'hold', 'release', 'wait'),
    ms: fc.integer({ min: 0, max: LEASE_MS + 1_000 }),
  }),
  { maxLength: 25 },
);

interface Held {
  readonly unit: string;
  readonly holder: string;
  readonly epoch: number;
}

async function heldAt(sql: SqlConnection, now: number): Promise<readonly Held[]> {
  const rows = await sql.all('select source_id, holder, epoch from lease where until > $1 order by source_id', [now]);
  return rows.map(({ source_id, holder, epoch }) => ({
    unit: String(source_id),
    holder: String(holder),
    epoch: Number(epoch),
  }));
}

const it = test.skipIf(POSTGRESQL.missing !== null);
const reason = POSTGRESQL.missing === null ? '' : ` (skipped: ${POSTGRESQL.missing})`;

async function withDatabase(use: (sql: SqlConnection) => Promise<void>): Promise<void> {
  const store = await POSTGRESQL.open();
  try {
    await use(store.sql);
  } finally {
    await store.close();
  }
}

describe('Leases', () => {
  it(`are what each replica was told that it holds, and a new holder has a greater epoch${reason}`, async () => {
    await withDatabase(async (sql) => {
      await fc.assert(
        fc.asyncProperty(steps, async (all) => {
          for (const table of ['lease', 'replica']) await sql.run(`delete from ${table}`);
          const told = new Map<string, readonly string[]>();
          const last = new Map<string, Held>();
          let now = 1_000_000;
          for (const { replica, does, ms } of all) {
            if (does === 'wait') now += ms;
            if (does === 'release') {
              await releaseLeases(sql, replica);
              told.set(replica, []);
            }
            if (does === 'hold') {
              const leases = await holdLeases(sql, replica, UNITS, String(now));
              told.set(replica, leases.map(({ unit, epoch }) => `${unit} ${epoch}`).sort());
            }
            const held = await heldAt(sql, now);
            for (const lease of held) {
              // What another replica holds is not what it was told to hold before: its epoch is another one.
              expect(told.get(lease.holder)).toContain(`${lease.unit} ${lease.epoch}`);
              const before = last.get(lease.unit);
              const isSame = before?.holder === lease.holder && before.epoch === lease.epoch;
              if (before && !isSame) expect(lease.epoch).toBeGreaterThan(before.epoch);
              last.set(lease.unit, lease);
            }
          }
        }),
        { numRuns: 40 },
      );
    });
  });

  it(`are spread evenly, and all are held, once each replica had two turns${reason}`, async () => {
    await withDatabase(async (sql) => {
      const counts = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 5 }));
      await fc.assert(
        fc.asyncProperty(counts, fc.nat(2), async ([count, units], gone) => {
          for (const table of ['lease', 'replica']) await sql.run(`delete from ${table}`);
          const now = '1000000';
          const all = REPLICAS.slice(0, count);
          const wanted = UNITS.slice(0, units);
          const shares = async (of: readonly string[]) => {
            const held = [];
            for (let turn = 0; turn < 2; turn += 1)
              for (const replica of of) held.push((await holdLeases(sql, replica, wanted, now)).length);
            return held.slice(-of.length);
          };
          const spread = await shares(all);
          expect(spread.reduce((sum, each) => sum + each, 0)).toBe(units);
          expect(Math.max(...spread) - Math.min(...spread)).toBeLessThanOrEqual(1);
          // One that shuts down leaves its units to the others.
          if (count === 1) return;
          await releaseLeases(sql, all[gone % count] ?? '');
          const left = await shares(all.filter((_, at) => at !== gone % count));
          expect(left.reduce((sum, each) => sum + each, 0)).toBe(units);
          expect(Math.max(...left) - Math.min(...left)).toBeLessThanOrEqual(1);
        }),
        { numRuns: 25 },
      );
    });
  });

  it(`do not move while the same replicas renew them${reason}`, async () => {
    await withDatabase(async (sql) => {
      let now = 1_000_000;
      for (const replica of [...REPLICAS, ...REPLICAS]) await holdLeases(sql, replica, UNITS, String(now));
      const first = await heldAt(sql, now);
      for (let turn = 0; turn < 6; turn += 1) {
        now += 4_000;
        for (const replica of REPLICAS) await holdLeases(sql, replica, UNITS, String(now));
        expect(await heldAt(sql, now)).toEqual(first);
      }
    });
  });

  it(`of units that a replica does not know are left to those that do${reason}`, async () => {
    await withDatabase(async (sql) => {
      await holdLeases(sql, 'a', ['old', 'both'], '1000');
      const epochs = await holdLeases(sql, 'b', ['both', 'new'], '1000');
      expect(epochs).toEqual([{ unit: 'new', epoch: 1 }]);
      expect((await heldAt(sql, 1_000)).map(({ unit, holder }) => `${unit} ${holder}`).sort()).toEqual([
        'both a',
        'new b',
        'old a',
      ]);
    });
  });
});
