import { describe, expect, test } from 'vitest';
import type { LiveSession } from '../../src/live/live-session.ts';
import { POSTGRES } from '../support/postgres.ts';
import { type Replica, type Replicas, startReplicas } from '../support/replicas.ts';
import { buildWorld } from '../support/world.ts';

const it = test.skipIf(POSTGRES === null);
const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

const SESSIONS = 34;

function world() {
  return buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 25 })
    .ssmSessions({ count: 9 })
    .pool('Ops');
}

const haveAll = ({ all }: Replicas) => all.every(({ sessions }) => sessions.size === SESSIONS);

/** Number of units that each replica holds. */
async function spread({ all, leases }: Replicas): Promise<readonly number[]> {
  const held = await leases();
  return all.map(({ store }) => held.filter(({ holder }) => holder === store.replicas?.id).length);
}

async function started(count: number) {
  const builder = world();
  const replicas = await startReplicas(count, { world: builder.world });
  await replicas.until(async () => haveAll(replicas) && (await spread(replicas)).every((held) => held > 0));
  return { replicas, builder };
}

const holderOf = async ({ all, leases }: Replicas, service: string): Promise<Replica> => {
  const lease = (await leases()).find(({ source_id }) => String(source_id).startsWith(`["${service} `));
  return all.find(({ store }) => store.replicas?.id === lease?.holder) as Replica;
};

const byId = (sessions: ReadonlyMap<string, LiveSession>) =>
  [...sessions.values()].sort((one, other) => (one.id < other.id ? -1 : 1));

describe('Several replicas of one PostgreSQL database', () => {
  it(`share the services and locations, and all show the same sessions at the same revisions${reason}`, async () => {
    const { replicas } = await started(3);
    const [first, ...others] = replicas.all as [Replica, ...Replica[]];
    expect([...(await spread(replicas))].sort()).toEqual([1, 1, 2]);
    await replicas.until(() => others.every(({ live }) => live.changes.revision === first.live.changes.revision));
    for (const other of others) {
      expect(byId(other.sessions)).toEqual(byId(first.sessions));
      expect(other.live.changes.id).toBe(first.live.changes.id);
      // Positions are those of the store: a client resumes on any replica.
      const read = (replica: Replica) => replica.live.changes.since(0)?.flatMap(({ changes }) => changes);
      expect(read(other)).toEqual(read(first));
      expect((await other.live.index.sources({})).map(({ id }) => id)).toEqual(
        (await first.live.index.sources({})).map(({ id }) => id),
      );
    }
  });

  it(`cost AWS the calls of one${reason}`, async () => {
    const calls = [];
    for (const count of [1, 3]) {
      const { replicas } = await started(count);
      const [{ emulator }] = replicas.all as [Replica];
      await replicas.pass(20_000);
      emulator.clearCalls();
      await replicas.pass(60_000);
      calls.push(emulator.count());
    }
    const [one = 0, three = 0] = calls;
    expect(one).toBeGreaterThan(20);
    // One full scan: four authentication types, SSM, the pool, workspaces, and the lists of resources.
    expect(Math.abs(three - one)).toBeLessThanOrEqual(13);
  });

  it(`go on for one that is stopped; awake again, it writes nothing, and shows what happened meanwhile${reason}`, async () => {
    const { replicas, builder } = await started(2);
    const stopped = await holderOf(replicas, 'APPSTREAM');
    const other = replicas.all.find((each) => each !== stopped) as Replica;
    stopped.isStopped = true;
    await replicas.expire(stopped);
    await replicas.until(async () => (await holderOf(replicas, 'APPSTREAM')) === other);
    const gone = [...builder.location.appStreamSessions.values()][0]?.Id ?? '';
    builder.location.appStreamSessions.delete(gone);
    const ends = ({ told }: Replica) =>
      told.filter(({ kind }) => kind === 'ENDED').map(({ session }) => session.view.sessionId);
    await replicas.until(() => ends(other).length > 0);
    expect(ends(other)).toEqual([gone]);

    // It does not know that its lease is lost: what it finds is rejected by the database.
    const { revision } = other.live.changes;
    const [known] = stopped.sessions.values();
    stopped.live.recorder.commit({
      changes: [{ kind: 'UPDATED', session: known as LiveSession, at: { after: 1, before: 1 }, previousStatus: null }],
      sources: [],
      removedSources: [],
    });
    await stopped.live.recorder.settled();
    stopped.isStopped = false;
    await replicas.until(() => stopped.live.changes.revision >= revision && ends(stopped).length > 0);
    await replicas.pass(15_000);
    // One line for each of its units at most.
    expect(stopped.log.some(({ msg }) => String(msg).startsWith('fenced'))).toBe(true);
    expect(ends(stopped)).toEqual([gone]);
    expect(ends(other)).toEqual([gone]);
    expect(byId(stopped.sessions)).toEqual(byId(other.sessions));
    expect(other.told.some(({ kind }) => kind === 'UPDATED')).toBe(false);
  });

  it(`read what one gives up that shuts down, at once${reason}`, async () => {
    const { replicas } = await started(2);
    const [one, other] = replicas.all as [Replica, Replica];
    await one.live.standDown();
    one.isStopped = true;
    await replicas.until(async () => (await spread(replicas))[1] === 4);
    expect(other.told.every(({ kind }) => kind === 'STARTED')).toBe(true);
  });

  it(`see what one has changed, within a second${reason}`, async () => {
    const { replicas, builder } = await started(2);
    const holder = await holderOf(replicas, 'APPSTREAM');
    const other = replicas.all.find((each) => each !== holder) as Replica;
    const fleetState = async ({ request }: Replica) => {
      const services = await request().locations()[0]?.services();
      return (await services?.appstream.fleetByName('design'))?.State;
    };
    expect([await fleetState(holder), await fleetState(other)]).toEqual(['RUNNING', 'RUNNING']);
    const services = await other.request().locations()[0]?.services();
    await services?.appstream.stopFleet('design');
    await replicas.until(async () => (await fleetState(holder)) !== 'RUNNING');

    // A session that it terminates ends where its source is read, without a scan.
    const [id] = [...other.sessions.values()].filter(({ view }) => view.service === 'APPSTREAM').map((each) => each.id);
    other.live.ended(id ?? '', null);
    const end = () => other.told.find(({ kind, session }) => kind === 'ENDED' && session.id === id);
    await replicas.until(() => end() !== undefined);
    expect(end()).toMatchObject({ reason: 'TERMINATED_BY_GATEWAY' });
    expect(builder.location.appStreamSessions.size).toBe(25);
  });
});
