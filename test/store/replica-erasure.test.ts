import { describe, expect, onTestFinished, test } from 'vitest';
import { eraseUser } from '../../src/live/history/erase-user.ts';
import { createLog } from '../../src/log/log.ts';
import { POSTGRES } from '../support/postgres.ts';
import { type Replica, type Replicas, startReplicas } from '../support/replicas.ts';
import { type StoreProxy, startStoreProxy } from '../support/store-proxy.ts';
import { buildWorld } from '../support/world.ts';

const it = test.skipIf(POSTGRES === null);
const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

const ALICE = 'alice@example.com';

/** Two replicas; Alice has two sessions, which one of them reads. The other one is the first of the result. */
async function withAlice() {
  const builder = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 2, UserId: ALICE })
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 1, UserId: 'bob@example.com' });
  const proxies: StoreProxy[] = [];
  const replicas = await startReplicas(2, { world: builder.world }, async (url) => {
    const proxy = await startStoreProxy(url);
    onTestFinished(proxy.cut);
    proxies.push(proxy);
    return proxy.url;
  });
  const reads = ({ live }: Replica) => (live.replica()?.leases ?? 0) > 0;
  const isReader = ({ live }: Replica) => live.isReader('APPSTREAM 123456789012/eu-west-1');
  await replicas.until(() => replicas.all.every((each) => reads(each) && each.sessions.size === 3));
  const reader = replicas.all.find(isReader) as Replica;
  const other = replicas.all.find((each) => each !== reader) as Replica;
  return { replicas, builder, reader, other, network: proxies[replicas.all.indexOf(reader)] as StoreProxy };
}

/** Erases Alice on a replica while time passes; other replicas have some milliseconds of real time to answer. */
async function erase({ live, store, clock }: Replica, replicas: Replicas, answerMs = 60_000) {
  const options = { store, storeKind: 'postgres' as const, live, wall: clock.wall, log: createLog('silent') };
  const request = { endsAt: performance.now() + answerMs, signal: new AbortController().signal };
  let isDone = false;
  const erasing = eraseUser(options, ALICE, request).finally(() => {
    isDone = true;
  });
  erasing.catch(() => {});
  await replicas.until(() => isDone);
  return erasing;
}

/** Everything that names Alice, in any table. */
async function named({ store }: Replica): Promise<readonly unknown[]> {
  const rows = [];
  for (const table of ['session', 'span', 'change', 'message', 'source', 'observed', 'usage_hour'])
    rows.push(...(await store.sql.all(`select * from ${table}`)));
  return rows.filter((row) => JSON.stringify(row).includes('alice'));
}

/** Changes from which clients of a replica resume. */
function bufferOf({ live: { changes } }: Replica): string {
  const all = Array.from({ length: changes.revision + 1 }, (_, revision) => changes.since(revision));
  return JSON.stringify(all.find((since) => since !== null));
}

describe('A user who is erased by a replica that does not read the sessions', () => {
  it(`is nowhere, if the sessions have ended and their reader has not noticed yet${reason}`, async () => {
    const { replicas, builder, reader, other } = await withAlice();
    // The reader does not see that they have ended before Alice is erased.
    reader.emulator.faults.push({ operation: 'DescribeSessions', kind: 'error', code: 'AccessDeniedException' });
    const sessions = [...builder.location.appStreamSessions.values()];
    for (const { Id, UserId } of sessions) if (UserId === ALICE) builder.location.appStreamSessions.delete(Id);

    expect(await erase(other, replicas)).toMatchObject({ records: 2 });
    reader.emulator.faults.length = 0;
    await replicas.pass(90_000);
    expect(await named(other)).toEqual([]);
    for (const replica of [reader, other]) {
      expect([...replica.sessions.values()].map(({ userName }) => userName)).toEqual(['bob@example.com']);
      expect(await replica.live.index.count({})).toBe(1);
      expect(bufferOf(replica)).not.toContain('alice');
      expect(replica.told.filter(({ kind }) => kind === 'ENDED')).toEqual([]);
    }
  });

  it(`is seen again by the reader where the sessions go on, from now on${reason}`, async () => {
    const { replicas, reader, other } = await withAlice();
    const erasedAt = other.clock.wall();
    expect(await erase(other, replicas)).toMatchObject({ records: 2, running: 2 });
    await replicas.until(() => [reader, other].every(({ sessions }) => sessions.size === 3));
    const rows = await other.store.sql.all('select first_seen_at from session where user_name = $1', [ALICE]);
    expect(rows.map(({ first_seen_at }) => Number(first_seen_at) >= erasedAt)).toEqual([true, true]);
  });

  it(`is not erased while the reader does not answer, and can be later${reason}`, async () => {
    const { replicas, other, network } = await withAlice();
    await network.cut();
    await expect(erase(other, replicas, 2_000)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(await named(other)).not.toEqual([]);
    await network.restore();
    await replicas.until(async () => (await erase(other, replicas, 2_000).catch(() => null)) !== null);
  });
});
