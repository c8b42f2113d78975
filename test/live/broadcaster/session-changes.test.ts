import { describe, expect, test } from 'vitest';
import type { ChangeBatch } from '../../../src/live/broadcaster/session-changes.ts';
import type { SharedEvent, SharedWatch } from '../../../src/live/broadcaster/shared-source.ts';
import type { LiveFilter } from '../../../src/live/index/live-filter.ts';
import { type BroadcastWorld, broadcastWorld, showBatch } from '../../support/broadcast-world.ts';
import { sourceState } from '../../support/live-sessions.ts';

const LIMIT = 1_000;

function open(world: BroadcastWorld, filter: LiveFilter = {}): SharedWatch & { readonly news: () => number } {
  let news = 0;
  const watch = world.source(filter).open({
    onNews() {
      news += 1;
    },
    onRestart() {},
  });
  return Object.assign(Object.create(watch), { news: () => news });
}

const show = (event: SharedEvent | undefined, from = 'p0') => event && showBatch(event.event(from) as ChangeBatch);

describe('A batch', () => {
  test('has the last state of each session, and all events in their order', async () => {
    const world = broadcastWorld();
    world.setAll([1, 2, 3], 'CONNECTED');
    const watch = open(world);
    world.set(1, 'DISCONNECTED');
    world.set(1, 'CONNECTED');
    world.set(2, null);
    world.set(4, 'CONNECTED');
    await world.pass();
    expect(show(watch.take(LIMIT), 'p3')).toEqual({
      from: 'p3',
      to: 'p7',
      isResync: false,
      entered: ['APPSTREAM-4'],
      updated: ['APPSTREAM-1'],
      left: ['APPSTREAM-2'],
      events: ['DISCONNECTED APPSTREAM-1 4', 'CONNECTED APPSTREAM-1 5', 'ENDED APPSTREAM-2 6', 'STARTED APPSTREAM-4 7'],
      sources: [],
    });
    expect(watch.take(LIMIT)).toBeUndefined();
  });

  test('has a session that started and ended in between in its events, and in `left` for who has read it meanwhile', async () => {
    const world = broadcastWorld();
    const watch = open(world);
    world.set(1, 'CONNECTED');
    world.set(1, null);
    await world.pass();
    expect(show(watch.take(LIMIT))).toMatchObject({
      entered: [],
      updated: [],
      left: ['APPSTREAM-1'],
      events: ['STARTED APPSTREAM-1 1', 'ENDED APPSTREAM-1 2'],
    });
  });

  test('has an ended session that AWS still lists as updated, and as left once it is unlisted, without a second event', async () => {
    const world = broadcastWorld();
    world.set(1, 'CONNECTED');
    const watch = open(world);
    const session = [...world.sessions.values()][0];
    if (!session) throw new Error('no session');
    const over = { ...session, view: { ...session.view, status: 'TERMINATED' as const } };
    const at = { after: 9, before: 9 };
    world.commit([
      { kind: 'ENDED', session: over, at, previousStatus: 'CONNECTED', reason: 'REPORTED_BY_AWS', isListed: true },
    ]);
    await world.pass();
    expect(show(watch.take(LIMIT))).toMatchObject({
      updated: ['APPSTREAM-1'],
      left: [],
      events: ['ENDED APPSTREAM-1 9'],
    });
    world.commit([{ kind: 'UNLISTED', session: over }]);
    await world.pass();
    expect(show(watch.take(LIMIT))).toMatchObject({ updated: [], left: ['APPSTREAM-1'], events: [] });
  });

  test('is cut at the limit of changes, and the rest is the next one', async () => {
    const world = broadcastWorld();
    const watch = open(world);
    world.setAll([1, 2, 3, 4, 5], 'CONNECTED');
    await world.pass();
    expect([show(watch.take(2))?.to, watch.waiting]).toEqual(['p2', 3]);
    expect([show(watch.take(2))?.to, watch.waiting]).toEqual(['p4', 1]);
    expect([show(watch.take(2))?.to, watch.waiting]).toEqual(['p5', 0]);
    expect(watch.following(1, 2)).toMatchObject({ revision: 3, isLast: false });
    expect(watch.following(3, 2)).toMatchObject({ revision: 5, isLast: true });
    expect(watch.following(5, 2)).toEqual({ revision: 5, isLast: true });
  });

  test('of a change of a source comes at once where its status changes, and else with the next batch', async () => {
    const world = broadcastWorld();
    world.commit([], [sourceState('a'), sourceState('b')]);
    const watch = open(world);
    world.commit([], [sourceState('a', { asOf: 5 }), sourceState('b')]);
    await world.pass();
    expect(watch.news()).toBe(0);
    expect(show(watch.bookmark())).toMatchObject({ from: 'p0', to: 'p0', events: [], sources: ['a', 'b'] });
    world.commit([], [sourceState('a', { status: 'STALE' })]);
    await world.pass();
    expect(watch.news()).toBe(1);
    expect(show(watch.take(LIMIT))).toMatchObject({ isResync: false, events: [], sources: ['a'] });
  });

  test('of a filter by age tells to read again when the status of a source changes', async () => {
    const world = broadcastWorld();
    world.commit([], [sourceState('a')]);
    const watch = open(world, { unverified: true });
    world.commit([], [sourceState('a', { status: 'STALE' })]);
    await world.pass();
    expect(show(watch.take(LIMIT))).toMatchObject({ isResync: true });
  });
});

describe('A subscriber', () => {
  test('begins at the end of the log, or after a position that is held', () => {
    const world = broadcastWorld({ maxChanges: 3 });
    world.setAll([1, 2, 3], 'CONNECTED');
    expect(world.source({}).start).toEqual({ revision: 3, text: 'p3' });
    expect(world.source({}, 'p1').start).toEqual({ revision: 1, text: 'p1' });
    world.set(4, 'CONNECTED');
    for (const position of ['p0', 'p9', 'other']) {
      expect(world.source({}, position).start).toBeNull();
      expect(world.source({}, position).startText).toBe(position);
    }
  });

  test('keeps the scans going by its bookmarks', () => {
    const world = broadcastWorld();
    const watch = open(world);
    watch.bookmark();
    expect(world.looks).toBe(1);
  });
});
