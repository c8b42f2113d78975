import { expect, test } from 'vitest';
import { sessionCounts } from '../../../src/live/broadcaster/session-counts.ts';
import type { LiveFilter } from '../../../src/live/index/live-filter.ts';
import { type BroadcastWorld, broadcastWorld } from '../../support/broadcast-world.ts';

function open(world: BroadcastWorld, filter: LiveFilter = {}) {
  let news = 0;
  const source = sessionCounts(world.broadcaster, { filter, by: 'STATUS', first: 20 });
  const watch = source.open({
    onNews() {
      news += 1;
      watch.take(1);
    },
    onRestart() {},
  });
  return { source, watch, news: () => news };
}

test('Counts are news when sessions change, at most once a second', async () => {
  const world = broadcastWorld();
  const { news } = open(world);
  await world.pass(5_000);
  expect(news()).toBe(0);
  for (let turn = 0; turn < 40; turn += 1) {
    world.set(1, turn % 2 === 0 ? 'CONNECTED' : 'DISCONNECTED');
    await world.pass(100);
  }
  expect(news()).toBeLessThanOrEqual(5);
  expect(news()).toBeGreaterThanOrEqual(4);
});

test('Counts by a dimension change with sessions that only the condition on it excludes', async () => {
  const world = broadcastWorld();
  const { news } = open(world, { statuses: ['CONNECTED'] });
  const other = open(world, { userName: 'unknown' });
  world.set(1, 'DISCONNECTED');
  await world.pass(2_000);
  expect([news(), other.news()]).toEqual([1, 0]);
});

test('A subscriber begins with the counts of now, and one that is behind gets the latest only', async () => {
  const world = broadcastWorld();
  const { source, watch } = open(world);
  expect(source.start).toBeNull();
  expect(watch.resync().event('')).toEqual({ filter: {}, by: 'STATUS', first: 20 });
  world.set(1, 'CONNECTED');
  await world.pass(2_000);
  expect(watch.following(0, 1)).toMatchObject({ revision: 1, isLast: true, event: expect.anything() });
  expect(watch.following(1, 1)).toEqual({ revision: 1, isLast: true });
  watch.close();
  world.set(1, 'DISCONNECTED');
  await world.pass(2_000);
  expect(watch.following(1, 1)).toEqual({ revision: 1, isLast: true });
});
