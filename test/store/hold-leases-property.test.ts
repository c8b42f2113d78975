import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPostgresStore } from '../../src/store/open/open-postgres-store.ts';
import type { SqlConnection } from '../../src/store/sql.ts';
import type { Store } from '../../src/store/store.ts';
import { POSTGRES } from '../support/postgres.ts';
import { createDatabase } from '../support/shared-postgres.ts';

const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

const PROCESSES = 4;
const UNITS = Array.from({ length: 7 }, (_, index) => `["SSM ${index}/r"]`);

/** Step of a process: it renews, gives up all, or is stopped until its leases have expired. */
type Step = { readonly process: number; readonly what: 'hold' | 'release' | 'expire' };

const steps = fc.array(
  fc.record<Step>({
    process: fc.integer({ min: 0, max: PROCESSES - 1 }),
    what: fc.constantFrom('hold', 'hold', 'hold', 'release', 'expire'),
  }),
  { maxLength: 20 },
);

async function leasesOf(sql: SqlConnection): Promise<ReadonlyMap<string, { holder: string | null; epoch: number }>> {
  const rows = await sql.all('select source_id, holder, epoch from lease');
  return new Map(
    rows.map(({ source_id, holder, epoch }) => [
      String(source_id),
      { holder: holder as string | null, epoch: Number(epoch) },
    ]),
  );
}

async function take({ replicas, sql }: Store, what: Step['what']): Promise<void> {
  if (what === 'hold') await replicas?.hold(UNITS);
  if (what === 'release') await replicas?.release();
  if (what !== 'expire') return;
  await sql.run('update lease set until = 1 where holder = $1', [replicas?.id ?? '']);
  await sql.run('delete from replica where id = $1', [replicas?.id ?? '']);
}

test.skipIf(POSTGRES === null)(
  `Whatever processes come, stop and go: a lease that changes hands has a new epoch, and those that renew hold equal shares of all${reason}`,
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: PROCESSES }), async (taken, left) => {
        const url = await createDatabase();
        const processes: Store[] = [];
        for (let index = 0; index < PROCESSES; index += 1) processes.push(await openPostgresStore(url, ''));
        const [{ sql }] = processes as [Store];
        let before = await leasesOf(sql);
        for (const { process, what } of taken) {
          await take(processes[process] as Store, what);
          const after = await leasesOf(sql);
          for (const [unit, { holder, epoch }] of after) {
            const { holder: last = null, epoch: lastEpoch = 0 } = before.get(unit) ?? {};
            const isTaken = holder !== null && holder !== last;
            expect([unit, epoch >= lastEpoch + (isTaken ? 1 : 0)]).toEqual([unit, true]);
          }
          before = after;
        }
        // Those that go on renew in turn: first they give up what is too much, then they take what is free.
        for (const gone of processes.slice(left)) await take(gone, 'expire');
        const living = processes.slice(0, left);
        const held = [];
        for (let round = 0; round < 3; round += 1) {
          held.length = 0;
          for (const { replicas } of living) held.push(await replicas?.hold(UNITS));
        }
        const units = held.flatMap((leases) => leases?.map(({ unit }) => unit) ?? []);
        expect(units.toSorted()).toEqual(UNITS.toSorted());
        const shares = held.map((leases) => leases?.length ?? 0);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        await Promise.all(processes.map((each) => each.close()));
      }),
      { numRuns: 12 },
    );
  },
);
