import { expect, test } from 'vitest';
import { leaseKeeper } from '../../../src/live/replicas/held-leases.ts';
import { createLog } from '../../../src/log/log.ts';
import type { Lease } from '../../../src/store/stored-change.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const SSM = '["SSM 1/r"]';
const APPS = '["APPSTREAM 1/r"]';

/** A process, and what the database answers it: the leases that it holds. */
function keeping(...held: readonly Lease[]) {
  const virtual = virtualClock();
  const clock = { ...virtual, wall: virtual.now };
  const database = { held, isAway: false, answerMs: 0, renewals: 0, released: 0 };
  const events: string[] = [];
  /** Acquisitions under work, which the test ends. */
  const acquiring: { readonly unit: string; readonly isHeld: () => boolean; end(error?: Error): void }[] = [];
  const keeper = leaseKeeper({
    replicas: {
      async hold() {
        database.renewals += 1;
        if (database.isAway) throw new Error('away');
        await new Promise<void>((resolve) => clock.schedule(resolve, database.answerMs));
        return database.held;
      },
      async release() {
        database.released += 1;
      },
    },
    clock,
    log: createLog('silent'),
    onAcquired(unit, isHeld) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      events.push(`acquire ${unit}`);
      acquiring.push({ unit, isHeld, end: (error) => (error ? reject(error) : resolve()) });
      return promise;
    },
    onLost: (unit) => void events.push(`lose ${unit}`),
  });
  keeper.start([SSM, APPS]);
  return {
    keeper,
    database,
    events,
    acquiring,
    pass: (seconds: number) => virtual.run(virtual.now() + seconds * 1_000),
  };
}

const lease = (unit: string, epoch = 1): Lease => ({ unit, epoch });

test('Leases are renewed every four seconds while a unit is acquired, however long that takes', async () => {
  const { keeper, database, events, acquiring, pass } = keeping(lease(SSM));
  await pass(60);
  expect(database.renewals).toBe(16);
  expect(events).toEqual([`acquire ${SSM}`]);
  expect(acquiring[0]?.isHeld()).toBe(true);
  expect(keeper.of(SSM)).toEqual(lease(SSM));
});

test('Leases last while the database takes up to half of their time to answer', async () => {
  const { keeper, database, pass } = keeping(lease(SSM));
  await pass(1);
  database.answerMs = 5_900;
  await pass(120);
  expect(keeper.changes).toEqual({ taken: 1, given_up: 0, fenced: 0 });
  expect(keeper.of(SSM)).toEqual(lease(SSM));
});

test('Units are acquired one at a time, in the order of their leases', async () => {
  const { events, acquiring, pass } = keeping(lease(APPS), lease(SSM));
  await pass(10);
  expect(events).toEqual([`acquire ${APPS}`]);
  acquiring[0]?.end();
  await pass(1);
  expect(events).toEqual([`acquire ${APPS}`, `acquire ${SSM}`]);
});

test('A unit that is lost before its turn is not acquired, and one that is lost meanwhile is no longer held', async () => {
  const { database, events, acquiring, pass } = keeping(lease(APPS), lease(SSM));
  await pass(1);
  database.held = [];
  await pass(4);
  expect(acquiring[0]?.isHeld()).toBe(false);
  acquiring[0]?.end();
  await pass(1);
  expect(events).toEqual([`acquire ${APPS}`, `lose ${APPS}`, `lose ${SSM}`]);
});

test('A lease with another epoch is lost, and acquired anew', async () => {
  const { keeper, database, events, acquiring, pass } = keeping(lease(SSM, 1));
  await pass(1);
  database.held = [lease(SSM, 3)];
  await pass(4);
  expect(acquiring[0]?.isHeld()).toBe(false);
  acquiring[0]?.end();
  await pass(1);
  expect(events).toEqual([`acquire ${SSM}`, `lose ${SSM}`, `acquire ${SSM}`]);
  expect(keeper.of(SSM)?.epoch).toBe(3);
});

test('Without an answer of the database all leases are lost once they have expired, and taken again when it answers', async () => {
  const { keeper, database, events, acquiring, pass } = keeping(lease(SSM));
  await pass(1);
  acquiring[0]?.end();
  database.isAway = true;
  await pass(10);
  expect(keeper.size).toBe(1);
  await pass(2);
  expect(keeper.size).toBe(0);
  database.isAway = false;
  await pass(4);
  expect(events).toEqual([`acquire ${SSM}`, `lose ${SSM}`, `acquire ${SSM}`]);
  expect(keeper.changes).toEqual({ taken: 2, given_up: 1, fenced: 0 });
});

test('A unit whose state cannot be read is given up, and tried again with the next renewal', async () => {
  const { events, acquiring, pass } = keeping(lease(SSM));
  await pass(1);
  acquiring[0]?.end(new Error('cannot be read'));
  await pass(4);
  expect(events).toEqual([`acquire ${SSM}`, `lose ${SSM}`, `acquire ${SSM}`]);
});

test('Fenced leases are counted and lost', async () => {
  const { keeper, events, pass } = keeping(lease(SSM), lease(APPS));
  await pass(1);
  keeper.lost([SSM]);
  expect(keeper.changes).toEqual({ taken: 2, given_up: 1, fenced: 1 });
  expect(events).toContain(`lose ${SSM}`);
  expect(keeper.size).toBe(1);
});

test('Released, it gives up all leases, and takes none any more', async () => {
  const { keeper, database, pass } = keeping(lease(SSM));
  await pass(1);
  await keeper.release();
  await keeper.release();
  const { renewals } = database;
  await pass(60);
  expect([keeper.size, database.released, database.renewals]).toEqual([0, 1, renewals]);
});
