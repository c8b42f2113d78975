import { describe, expect, test } from 'vitest';
import type { SessionChange } from '../../../src/live/live-session.ts';
import { cruelWorld } from '../../support/cruel-world.ts';
import { steadyList } from '../../support/steady-list.ts';

type World = ReturnType<typeof cruelWorld>;

const kindsOf = ({ changes }: World, id: string) =>
  changes.filter(({ session }) => session.id === id).map(({ kind }) => kind);

async function running(world: World): Promise<World> {
  await world.reconciler.resume();
  await world.clock.run(2_000);
  return world;
}

const listsOf = ({ lists }: World) => lists.map(([list]) => list as World['lists'][0][0]);

describe('A world', () => {
  test('without any source is read, has nothing, and lets no client wait', async () => {
    const world = await running(cruelWorld({ sources: [] }));
    await world.reconciler.attempted(() => true);
    await world.clock.run(600_000);
    expect(world.changes).toEqual([]);
    expect(world.reconciler.sources()).toMatchObject([{ label: 'all', status: 'UP_TO_DATE', error: null }]);
  });

  test('whose sources are empty is up to date, with the times of its scans', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(0)], [steadyList(0)]] }));
    await world.clock.run(600_000);
    for (const { status, asOf } of world.reconciler.sources()) {
      expect(status).toBe('UP_TO_DATE');
      expect(asOf).toBeGreaterThan(world.wall() - 130_000);
    }
    expect(world.changes).toEqual([]);
  });

  test('of one session that ends is empty, and begins anew with the next', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(1)]] }));
    const [list] = listsOf(world);
    list?.end(0);
    await world.clock.run(60_000);
    expect(world.sessions.size).toBe(0);
    list?.begin(0);
    await world.clock.run(180_000);
    expect([...world.sessions.keys()]).toEqual(['0/0:1']);
    expect(world.changes.map(({ kind }) => kind)).toEqual(['STARTED', 'ENDED', 'STARTED']);
  });

  test('that is denied from the start has failed, lets no client wait, and is there once it is allowed', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(3)]], discoveries: ['fail'] }));
    await world.reconciler.attempted(() => true);
    expect(world.reconciler.sources()).toMatchObject([{ status: 'FAILED', error: { code: 'UPSTREAM_ACCESS_DENIED' } }]);
    await world.clock.run(600_000);
    expect(world.changes).toEqual([]);
    world.calm();
    await world.clock.run(700_000);
    expect(world.sessions.size).toBe(3);
    expect(world.reconciler.sources().every(({ status }) => status === 'UP_TO_DATE')).toBe(true);
  });
});

describe('A session that two sources list', () => {
  const twice = async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(1)], [steadyList(1)]] }));
    const [one, other] = listsOf(world);
    other?.add('0/0:0');
    await world.clock.run(300_000);
    return { world, one, other };
  };

  test('is there once, and is not told again with every scan', async () => {
    const { world } = await twice();
    expect(world.sessions.size).toBe(2);
    expect(kindsOf(world, '0/0:0').filter((kind) => kind !== 'UPDATED')).toEqual(['STARTED']);
    expect(kindsOf(world, '0/0:0').length).toBeLessThanOrEqual(3);
  });

  test('does not end while one of them lists it, whatever the other does, and ends once', async () => {
    const { world, one, other } = await twice();
    one?.end(0);
    await world.clock.run(600_000);
    expect(world.sessions.has('0/0:0')).toBe(true);
    expect(kindsOf(world, '0/0:0')).not.toContain('ENDED');
    // The list of the other source has its own session first.
    other?.end(0.9);
    await world.clock.run(900_000);
    expect(kindsOf(world, '0/0:0').filter((kind) => kind === 'ENDED')).toHaveLength(1);
    expect([...world.sessions.keys()]).toEqual(['1/0:0']);
  });
});

describe('A session that moves to another source', () => {
  test('belongs to the source that lists it, so that its age is that of its scans', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(2)], [steadyList(1)]] }));
    const [from, to] = listsOf(world);
    const source = world.sessions.get('0/0:0')?.sourceId;
    to?.add('0/0:0');
    await world.clock.run(90_000);
    from?.end(0);
    await world.clock.run(300_000);
    const now = world.sessions.get('0/0:0')?.sourceId;
    expect(now).not.toBe(source);
    expect(now).toBe(world.sessions.get('1/0:0')?.sourceId);
    expect(new Set(kindsOf(world, '0/0:0'))).toEqual(new Set(['STARTED', 'UPDATED']));
  });

  test('is there once afterwards, also where it left before it came', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(2)], [steadyList(1)]] }));
    const [from, to] = listsOf(world);
    from?.end(0);
    await world.clock.run(90_000);
    to?.add('0/0:0');
    await world.clock.run(300_000);
    expect(kindsOf(world, '0/0:0').slice(0, 3)).toEqual(['STARTED', 'ENDED', 'REAPPEARED']);
    expect(world.sessions.get('0/0:0')?.sourceId).toBe(world.sessions.get('1/0:0')?.sourceId);
    expect(world.sessions.size).toBe(3);
  });
});

describe('While AWS does not answer for some sources', () => {
  test('the others are read as often as ever, nothing ends, and when it is over all are up to date', async () => {
    const sources = Array.from({ length: 8 }, () => [steadyList(2)]);
    const world = await running(cruelWorld({ sources }));
    const { length } = world.changes;
    for (const list of listsOf(world).slice(0, 6)) list.hang(true);
    const statusOf = (number: number) =>
      world.reconciler.sources().find(({ label }) => label === `source ${number}`)?.status;
    for (let at = 100_000; at <= 600_000; at += 10_000) {
      await world.clock.run(at);
      expect([6, 7].map(statusOf)).toEqual(['UP_TO_DATE', 'UP_TO_DATE']);
    }
    expect(new Set([0, 1, 2, 3, 4, 5].map(statusOf))).toEqual(new Set(['FAILED']));
    for (const list of listsOf(world)) list.hang(false);
    await world.clock.run(700_000);
    expect(world.reconciler.sources().every(({ status }) => status === 'UP_TO_DATE')).toBe(true);
    expect(world.changes.length).toBe(length);
  });

  test('sessions that end meanwhile end once it answers, after two scans', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(3)]] }));
    const [list] = listsOf(world);
    list?.hang(true);
    list?.end(0);
    await world.clock.run(300_000);
    expect(world.sessions.size).toBe(3);
    list?.hang(false);
    await world.clock.run(400_000);
    expect(world.changes.at(-1)).toMatchObject({ kind: 'ENDED', session: { id: '0/0:0' }, reason: 'DISAPPEARED' });
    const change = world.changes.at(-1);
    const { after, before } = change && 'at' in change ? change.at : { after: 0, before: 0 };
    // The end is known to lie between the last sighting and the first scan without it.
    expect(before - Number(after)).toBeGreaterThan(290_000);
  });
});

const hasOrder = (change: SessionChange) =>
  change.kind === 'UNLISTED' || change.at.after === null || change.at.after <= change.at.before;

describe('A time of day that is set', () => {
  test.each([-3_600_000, -1, 3_600_000, 86_400_000])('by %i ms ends nothing and delays no scan', async (jump) => {
    const world = await running(cruelWorld({ sources: [[steadyList(3)]] }));
    const [list] = listsOf(world);
    await world.clock.run(100_000);
    world.jump(jump);
    await world.clock.run(200_000);
    expect(world.changes.map(({ kind }) => kind)).toEqual(['STARTED', 'STARTED', 'STARTED']);
    expect(world.reconciler.sources().every(({ status }) => status === 'UP_TO_DATE')).toBe(true);
    list?.end(0);
    await world.clock.run(290_000);
    expect(kindsOf(world, '0/0:0')).toEqual(['STARTED', 'ENDED']);
  });

  test('back leaves the bounds of what happens in order', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(4)]] }));
    const [list] = listsOf(world);
    for (const at of [60_000, 120_000, 180_000, 240_000]) {
      world.jump(-1_800_000);
      list?.end(0);
      list?.begin(0);
      await world.clock.run(at);
    }
    expect(world.changes.length).toBeGreaterThan(8);
    expect(world.changes.every(hasOrder)).toBe(true);
  });
});

test('A session that this gateway ends while a page with it is under way does not come back by that page', async () => {
  const world = await running(cruelWorld({ sources: [[steadyList(2)]] }));
  const [list] = listsOf(world);
  world.reconciler.touch('0/0:0');
  // AWS has cut the page, and has not answered yet.
  await world.clock.run(world.clock.now() + 75);
  list?.end(0);
  world.reconciler.ended('0/0:0', null);
  await world.clock.run(200_000);
  expect(kindsOf(world, '0/0:0')).toEqual(['STARTED', 'ENDED']);
  expect(world.changes.at(-1)).toMatchObject({ reason: 'TERMINATED_BY_GATEWAY' });
});
