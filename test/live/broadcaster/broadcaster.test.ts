import { describe, expect, test } from 'vitest';
import type { Tick } from '../../../src/live/broadcaster/broadcaster.ts';
import type { LiveFilter } from '../../../src/live/index/live-filter.ts';
import { type BroadcastWorld, broadcastWorld } from '../../support/broadcast-world.ts';
import { sourceState } from '../../support/live-sessions.ts';

function watching(world: BroadcastWorld, filter: LiveFilter) {
  const ticks: Tick[] = [];
  const close = world.broadcaster.watch({ filter, onTick: (tick) => ticks.push(tick), onRestart() {} });
  const seen = () => ticks.map(({ matched }) => matched.map(({ change }) => `${change.kind} ${change.session.id}`));
  return { ticks, seen, close };
}

describe('A watcher', () => {
  test('is told at once of a change, then at most every 250 ms', async () => {
    const world = broadcastWorld();
    const { ticks } = watching(world, {});
    world.set(1, 'CONNECTED');
    await world.pass(0);
    expect(ticks).toHaveLength(1);
    for (let turn = 0; turn < 100; turn += 1) {
      world.set(turn % 5, turn % 2 === 0 ? 'CONNECTED' : 'DISCONNECTED');
      await world.pass(10);
    }
    expect(ticks).toHaveLength(5);
    await world.pass(10_000);
    expect(ticks).toHaveLength(5);
    expect(ticks.flatMap(({ matched }) => matched)).toHaveLength(101);
    expect(world.broadcaster.revision).toBe(101);
  });

  test('sees a session enter and leave its filter, and no other', async () => {
    const world = broadcastWorld();
    const connected = watching(world, { statuses: ['CONNECTED'] });
    for (const status of ['CONNECTING', 'CONNECTED', 'DISCONNECTED', 'DISCONNECTED', null] as const) {
      world.set(1, status);
      await world.pass();
    }
    const sides = connected.ticks.flatMap(({ matched }) =>
      matched.map(({ matchedBefore, matchesAfter }) => [matchedBefore, matchesAfter]),
    );
    expect(connected.seen()).toEqual([['CONNECTED APPSTREAM-1'], ['DISCONNECTED APPSTREAM-1']]);
    expect(sides).toEqual([
      [false, true],
      [true, false],
    ]);
  });

  test('of one user is found by name: changes of others are not compared with its filter', async () => {
    const world = broadcastWorld();
    const own = watching(world, { onlyUser: 'user-1' });
    const named = watching(world, { userName: 'user-1', statuses: ['CONNECTED'] });
    const none = watching(world, { onlyUser: null });
    const all = watching(world, {});
    world.setAll([0, 1, 2, 4], 'CONNECTED');
    await world.pass();
    const mine = ['STARTED APPSTREAM-1', 'STARTED APPSTREAM-4'];
    expect([own.seen(), named.seen(), none.seen()]).toEqual([[mine], [mine], []]);
    expect(all.seen()[0]).toHaveLength(4);
  });

  test('is told of sources, and of nothing once it is closed', async () => {
    const world = broadcastWorld();
    const { ticks, close } = watching(world, { services: ['SSM'] });
    world.commit([], [sourceState('a'), sourceState('a', { status: 'STALE' })], ['b']);
    await world.pass();
    expect(ticks).toEqual([
      { matched: [], sources: [sourceState('a', { status: 'STALE' })], removedSources: ['b'], isStatusChanged: true },
    ]);
    close();
    close();
    world.commit([], [sourceState('a')]);
    await world.pass();
    expect(ticks).toHaveLength(1);
  });
});
