import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChangeBatch } from '../../../src/live/broadcaster/session-changes.ts';
import type { LiveFilter } from '../../../src/live/index/live-filter.ts';
import { type BroadcastWorld, broadcastWorld, type ShownBatch, showBatch } from '../../support/broadcast-world.ts';

const FILTERS: readonly LiveFilter[] = [{}, { statuses: ['CONNECTED'] }, { userName: 'user-1' }];

/** Batches that follow a revision, each of at most `limit` changes. */
function batchesAfter(world: BroadcastWorld, filter: LiveFilter, revision: number, limit: number): ShownBatch[] {
  const watch = world.source(filter).open({ onNews() {}, onRestart() {} });
  const batches: ShownBatch[] = [];
  for (let at = revision, isLast = false; !isLast; ) {
    const following = watch.following(at, limit);
    if (!following) throw new Error('no longer held');
    if (following.event) batches.push(showBatch(following.event.event(`p${at}`) as ChangeBatch));
    ({ revision: at, isLast } = following);
  }
  watch.close();
  return batches;
}

/** Applies a batch as stores do: `entered` adds what is not there, `left` removes what is. */
function apply(ids: ReadonlySet<string>, { entered, left }: ShownBatch): ReadonlySet<string> {
  return new Set([...ids].concat(entered).filter((id) => !left.includes(id)));
}

describe('Merged changes', () => {
  test('list a session that left and came back as entered: a store may have removed it meanwhile', () => {
    const world = broadcastWorld();
    world.set(1, 'CONNECTED');
    world.set(1, null);
    world.set(1, 'CONNECTED');
    world.set(1, 'DISCONNECTED');
    expect(batchesAfter(world, {}, 1, 10)).toMatchObject([{ entered: ['APPSTREAM-1'], updated: [], left: [] }]);
    expect(batchesAfter(world, {}, 3, 10)).toMatchObject([{ entered: [], updated: ['APPSTREAM-1'], left: [] }]);
  });

  test('lead every store to the list, also one that has applied later batches before those that it had lost', () => {
    const changes = fc.array(
      fc.tuple(fc.nat({ max: 3 }), fc.constantFrom('CONNECTED' as const, 'DISCONNECTED' as const, null)),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...FILTERS),
        changes,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 40 }),
        fc.nat({ max: 3 }),
        (filter, all, lastSeen, lost, limit, early) => {
          const world = broadcastWorld();
          const from = lastSeen % all.length;
          let ids: ReadonlySet<string> = new Set();
          for (const [index, [number, status]] of all.entries()) {
            if (index === from) ids = new Set(world.matching(filter));
            world.set(number, status);
          }
          const resumed = from + (lost % (all.length - from));
          for (const batch of batchesAfter(world, filter, resumed, 1).slice(0, early)) ids = apply(ids, batch);
          for (const batch of batchesAfter(world, filter, from, limit)) ids = apply(ids, batch);
          expect([...ids].sort()).toEqual(world.matching(filter));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('have the last state of each session once, and every event once in order', () => {
    const story = fc.array(
      fc.tuple(fc.nat({ max: 3 }), fc.constantFrom('CONNECTED' as const, 'DISCONNECTED' as const, null)),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: 40 }), (all, limit) => {
        const world = broadcastWorld();
        for (const [number, status] of all) world.set(number, status);
        const batches = batchesAfter(world, {}, 0, limit);
        for (const { entered, updated, left, events } of batches) {
          const named = [...entered, ...updated, ...left];
          expect(new Set(named).size).toBe(named.length);
          expect(events.length).toBeLessThanOrEqual(limit);
        }
        const order = batches.flatMap(({ events }) => events).map((name) => Number(name.split(' ').at(-1)));
        expect(order).toEqual(all.map((_, index) => index + 1));
      }),
      { numRuns: 100 },
    );
  });
});
