import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { matchingSince } from '../../src/live/broadcaster/matching-changes.ts';
import type { LiveSession, SessionChange } from '../../src/live/live-session.ts';
import { createLog } from '../../src/log/log.ts';
import { openStore } from '../../src/store/open/open-store.ts';
import { startLive, type TestLive } from '../support/live.ts';
import { POSTGRES } from '../support/postgres.ts';
import { createDatabase } from '../support/shared-postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { buildWorld } from '../support/world.ts';

const ENGINES = [
  {
    engine: 'SQLite',
    isThere: true,
    target: async () => ({ kind: 'sqlite', path: join(temporaryFolder(), 'a.db') }) as const,
  },
  {
    engine: 'PostgreSQL',
    isThere: POSTGRES !== null,
    target: async () => ({ kind: 'postgres', url: await createDatabase() }) as const,
  },
];

const DOWN_MS = 5 * 60_000;

/** Live sessions of 30 sessions of two fleets and three shells, which have been scanned. */
async function running(target: (typeof ENGINES)[number]['target']) {
  const builder = buildWorld()
    .fleet('design')
    .fleet('ops')
    .stack('Design')
    .associate('Design', 'design', 'ops')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 25 })
    .appStreamSessions({ stack: 'Design', fleet: 'ops', count: 5 })
    .ssmSessions({ count: 3 });
  const where = await target();
  const live = await startLive({ world: builder.world, store: await openStore(where, createLog('silent')) });
  live.live.start();
  await live.pass(30_000, 1_000);
  // A lease of PostgreSQL takes real time.
  await live.until(() => live.sessions.size === 33);
  await live.until(() => live.live.sources().every(({ status }) => status === 'UP_TO_DATE'));
  await live.pass(5_000, 1_000);
  return { before: live, location: builder.location, where };
}

async function restarted({ before, where }: Awaited<ReturnType<typeof running>>): Promise<TestLive> {
  await before.close();
  await before.passUnanswered(DOWN_MS);
  return startLive({ after: before, store: await openStore(where, createLog('silent')) });
}

const byId = (one: LiveSession, other: LiveSession) => (one.id < other.id ? -1 : 1);

async function all({ live }: TestLive): Promise<readonly LiveSession[]> {
  const { items } = await live.index.page({
    filter: {},
    order: [{ field: 'STARTED_AT', direction: 'ASC' }],
    limit: 200,
    isBackward: false,
    from: null,
  });
  return items.map(({ session }) => session).sort(byId);
}

describe.each(ENGINES)('After a restart with $engine', ({ isThere, target, engine }) => {
  const it = test.skipIf(!isThere);
  const reason = isThere ? '' : ` (skipped: ${engine} is not installed)`;

  it(`live sessions are at once what they were, as old as the last scan${reason}`, async () => {
    const world = await running(target);
    const known = await all(world.before);
    const after = await restarted(world);
    // A scan that was under way may have ended meanwhile.
    const { id, asOf } = world.before.live.sources().find(({ service }) => service === 'APPSTREAM') ?? {};
    expect(await all(after)).toEqual(known);
    expect(after.emulator.count()).toBe(0);
    const sources = await after.live.index.sources({});
    expect(new Set(sources.map(({ status }) => status))).toEqual(new Set(['STALE']));
    expect(sources.find((each) => each.id === id)?.asOf).toBeLessThanOrEqual(Number(asOf) + 1_000);
    expect(await after.live.index.count({ unverified: true })).toBe(33);
  });

  it(`changes go on at the position at which they stopped, with what each replaced${reason}`, async () => {
    const world = await running(target);
    const { changes, broadcaster } = world.before.live;
    const filter = { fleetNames: ['ops'] };
    const known = matchingSince(changes, 0, broadcaster.matcher(filter), 1_000);
    const after = await restarted(world);
    expect(after.live.changes.id).toBe(changes.id);
    expect(after.live.changes.revision).toBe(changes.revision);
    expect(matchingSince(after.live.changes, 0, after.live.broadcaster.matcher(filter), 1_000)).toEqual(known);
    expect(known?.matched).toHaveLength(5);
  });

  it(`what has ended meanwhile ends by two scans, and nothing else is told${reason}`, async () => {
    const world = await running(target);
    const { before, location } = world;
    const stoppedAt = before.clock.wall();
    const gone = [...location.appStreamSessions.values()].filter(({ FleetName }) => FleetName === 'design').slice(0, 2);
    const dissociated = [...location.appStreamSessions.values()].filter(({ FleetName }) => FleetName === 'ops');
    for (const { Id } of [...gone, ...dissociated]) location.appStreamSessions.delete(Id ?? '');
    location.associations.get('Design')?.delete('ops');
    const after = await restarted(world);
    const told: SessionChange[] = [];
    after.live.changes.subscribe(({ changes }) => told.push(...changes));
    after.live.start();
    await after.until(() => told.length >= 7);
    await after.pass(90_000, 1_000);
    expect(told.map(({ kind }) => kind)).toEqual(Array.from({ length: 7 }, () => 'ENDED'));
    expect(told.map(({ session }) => session.view.sessionId).sort()).toEqual(
      [...gone, ...dissociated].map(({ Id }) => Id).sort(),
    );
    for (const change of told) {
      if (change.kind !== 'ENDED') continue;
      expect(change.at.after).toBeLessThanOrEqual(stoppedAt);
      expect(change.at.before).toBeGreaterThanOrEqual(stoppedAt + DOWN_MS);
    }
    expect(await after.live.index.count({})).toBe(26);
    expect((await after.live.index.sources({})).map(({ status }) => status)).not.toContain('STALE');
  });
});
