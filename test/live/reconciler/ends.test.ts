import { describe, expect, test } from 'vitest';
import { cruelWorld } from '../../support/cruel-world.ts';
import { steadyList } from '../../support/steady-list.ts';

type World = ReturnType<typeof cruelWorld>;

const kindsOf = ({ changes }: World, id: string) =>
  changes.filter(({ session }) => session.id === id).map((change) => change.kind);

const endOf = ({ changes }: World, id: string) =>
  changes.find((change) => change.kind === 'ENDED' && change.session.id === id) as
    | { at: { after: number | null; before: number }; reason: string; isListed: boolean }
    | undefined;

async function running(world: World): Promise<World> {
  await world.reconciler.resume();
  await world.clock.run(1_000);
  return world;
}

const START = Date.parse('2026-11-02T09:00:00Z');

describe('A session that is no longer listed', () => {
  test('ends with the second complete scan, which follows the first at once', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(3)]] }));
    const [[list]] = world.lists as [[World['lists'][0][0]]];
    list.end(0);
    await world.clock.run(30_000);
    const end = endOf(world, '0/0:0');
    expect(end).toMatchObject({ reason: 'DISAPPEARED', isListed: false });
    expect(world.sessions.size).toBe(2);
  });

  test('ended between its last sighting and the end of the first scan without it', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(3)]] }));
    const [[list]] = world.lists as [[World['lists'][0][0]]];
    await world.clock.run(20_000);
    const endedAt = START + world.clock.now();
    list.end(0);
    await world.clock.run(90_000);
    const { after, before } = endOf(world, '0/0:0')?.at ?? { after: null, before: 0 };
    expect(after).toBeLessThanOrEqual(endedAt);
    expect(before).toBeGreaterThanOrEqual(endedAt);
    expect(before - Number(after)).toBeLessThanOrEqual(40_200);
  });

  test('is not reported while only one complete scan lacked it, and counts as a guard when it is listed again', async () => {
    const hides = [[], [], ['cut' as const]];
    const world = cruelWorld({ sources: [[steadyList(3, { pageLength: 2, mischief: hides })]] });
    await running(world);
    await world.clock.run(120_000);
    expect(world.changes.filter(({ kind }) => kind !== 'STARTED')).toEqual([]);
    expect(world.reconciler.counts.guards.listed_again).toBeGreaterThan(1);
  });

  test('never ends by a scan that fails, however often', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(3)]] }));
    const [[list]] = world.lists as [[World['lists'][0][0]]];
    list.delete(world.errors.denied);
    await world.clock.run(600_000);
    expect(world.sessions.size).toBe(3);
    expect(world.changes.filter(({ kind }) => kind === 'ENDED')).toEqual([]);
  });

  test('reappears with the time of its first sighting when it is listed again', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(3)]] }));
    const [[list]] = world.lists as [[World['lists'][0][0]]];
    const firstSeenAt = world.sessions.get('0/0:0')?.firstSeenAt;
    list.end(0);
    await world.clock.run(30_000);
    list.add('0/0:0');
    await world.clock.run(60_000);
    expect(kindsOf(world, '0/0:0')).toEqual(['STARTED', 'ENDED', 'REAPPEARED']);
    expect(world.sessions.get('0/0:0')?.firstSeenAt).toBe(firstSeenAt);
  });
});

describe('A list that repeats sessions', () => {
  test('out of place proves no end: it moved while it was read', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(6, { pageLength: 2, tokens: 'count' })]] }));
    const [[list]] = world.lists as [[World['lists'][0][0]]];
    list.repeatsFirst(true);
    list.end(0.9);
    await world.clock.run(11_000);
    expect(endOf(world, '0/0:5')).toBeUndefined();
    expect(world.reconciler.counts.guards.list_moved).toBeGreaterThan(0);
    list.repeatsFirst(false);
    await world.clock.run(60_000);
    expect(endOf(world, '0/0:5')?.reason).toBe('DISAPPEARED');
  });

  test('at the seam of two pages has only grown, so that sessions end as ever', async () => {
    const grows = [[], [{ begins: 0 }]];
    const world = await running(
      cruelWorld({ sources: [[steadyList(9, { pageLength: 3, tokens: 'count', mischief: grows })]] }),
    );
    const [[list]] = world.lists as [[World['lists'][0][0]]];
    list.end(0.99);
    await world.clock.run(30_000);
    expect(endOf(world, '0/0:8')?.reason).toBe('DISAPPEARED');
    expect(world.reconciler.counts.guards.list_moved).toBe(0);
  });
});

describe('A source whose resource is gone', () => {
  test.each([['NOT_FOUND'], ['UPSTREAM_ERROR'], [null]] as const)(
    'loses its sessions after two complete discoveries, where AWS then answers its list with %s',
    async (code) => {
      const world = await running(cruelWorld({ sources: [[steadyList(3)], [steadyList(2)]] }));
      world.delete(0, code);
      await world.clock.run(90_000);
      expect([...world.sessions.keys()]).toEqual(['1/0:0', '1/0:1']);
      expect(endOf(world, '0/0:1')?.reason).toBe(code === null ? 'DISAPPEARED' : 'RESOURCE_DELETED');
      expect(world.reconciler.sources().map(({ label }) => label)).toEqual(['all', 'source 1']);
    },
  );

  test('keeps its sessions where AWS still lists them, though discoveries do not have it', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(3)], [steadyList(2)]] }));
    world.hide(0);
    await world.clock.run(300_000);
    expect(world.sessions.size).toBe(5);
    expect(world.changes.filter(({ kind }) => kind === 'ENDED')).toEqual([]);
  });

  test('keeps its sessions while discoveries fail', async () => {
    const world = await running(cruelWorld({ sources: [[steadyList(3)]], discoveries: ['none', 'fail'] }));
    await world.clock.run(300_000);
    expect(world.sessions.size).toBe(3);
    expect(world.changes.filter(({ kind }) => kind === 'ENDED')).toEqual([]);
  });
});

describe('A session that moves to another list of its source', () => {
  test.each([[0], [3]])('does not end, also where that list has long been empty, beside %i others', async (others) => {
    const lists = [steadyList(3), steadyList(others)];
    const world = await running(cruelWorld({ sources: [lists], areBound: false }));
    const [[from, to]] = world.lists as [[World['lists'][0][0], World['lists'][0][0]]];
    await world.clock.run(300_000);
    from.end(0);
    to.add('0/0:0');
    await world.clock.run(360_000);
    expect(kindsOf(world, '0/0:0')).toEqual(['STARTED']);
    expect(world.sessions.size).toBe(3 + others);
  });
});

test('A session that may be in any list of its source does not end while one of them cannot be read', async () => {
  const world = await running(cruelWorld({ sources: [[steadyList(3), steadyList(2)]], areBound: false }));
  const [[from, to]] = world.lists as [[World['lists'][0][0], World['lists'][0][0]]];
  to.delete(world.errors.denied);
  from.end(0);
  await world.clock.run(600_000);
  expect(world.changes.filter(({ kind }) => kind === 'ENDED')).toEqual([]);
});
