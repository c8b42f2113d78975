import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Tick } from '../../../src/live/broadcaster/broadcaster.ts';
import { matchingSince } from '../../../src/live/broadcaster/matching-changes.ts';
import type { LiveFilter } from '../../../src/live/index/live-filter.ts';
import { type BroadcastWorld, broadcastWorld } from '../../support/broadcast-world.ts';

const FILTERS: readonly LiveFilter[] = [
  {},
  { statuses: ['CONNECTED'] },
  { statuses: [] },
  { userName: 'user-1' },
  { onlyUser: 'user-2', statuses: ['DISCONNECTED'] },
  { onlyUser: null },
  { services: ['SSM'] },
  { userName: 'user-1', onlyUser: 'user-2' },
];

const story = fc.array(
  fc.tuple(fc.nat({ max: 5 }), fc.constantFrom('CONNECTED' as const, 'DISCONNECTED' as const, null)),
  { minLength: 1, maxLength: 30 },
);

function play(changes: readonly (readonly [number, 'CONNECTED' | 'DISCONNECTED' | null])[]): BroadcastWorld {
  const world = broadcastWorld();
  for (const [number, status] of changes) world.set(number, status);
  return world;
}

const revisionsOf = (matched: readonly { readonly revision: number }[]) => matched.map(({ revision }) => revision);

describe('Changes since a revision', () => {
  test('are those that match before or after, each with its revision, whatever the limit cuts', () => {
    fc.assert(
      fc.property(
        story,
        fc.constantFrom(...FILTERS),
        fc.nat(),
        fc.integer({ min: 1, max: 5 }),
        (changes, filter, start, limit) => {
          const world = play(changes);
          const match = world.broadcaster.matcher(filter);
          const after = start % (changes.length + 1);
          const whole = matchingSince(world.changes, after, match, Infinity);
          const cut: number[] = [];
          for (let at = after; at < world.changes.revision; ) {
            const part = matchingSince(world.changes, at, match, limit);
            if (!part) throw new Error('no longer held');
            expect(part.matched.length).toBeLessThanOrEqual(limit);
            cut.push(...revisionsOf(part.matched));
            at = part.to;
          }
          expect(cut).toEqual(revisionsOf(whole?.matched ?? []));
          expect(cut.every((revision) => revision > after)).toBe(true);
          expect(whole?.to).toBe(changes.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('continue each other: a session matches before a change exactly where it matched after the last one', () => {
    fc.assert(
      fc.property(story, fc.constantFrom(...FILTERS), (changes, filter) => {
        const world = play(changes);
        const { matched = [] } = matchingSince(world.changes, 0, world.broadcaster.matcher(filter), Infinity) ?? {};
        const matches = new Map<string, boolean>();
        for (const { change, matchedBefore, matchesAfter } of matched) {
          expect(matchedBefore).toBe(matches.get(change.session.id) ?? false);
          matches.set(change.session.id, matchesAfter);
        }
        const ids = [...matches].flatMap(([id, isListed]) => (isListed ? [id] : [])).sort();
        expect(ids).toEqual(world.matching(filter));
      }),
      { numRuns: 60 },
    );
  });

  test('that are no longer held are null', () => {
    const world = broadcastWorld({ maxChanges: 2 });
    for (const number of [1, 2, 3]) world.set(number, 'CONNECTED');
    const match = world.broadcaster.matcher({});
    expect(matchingSince(world.changes, 0, match, 10)).toBeNull();
    expect(matchingSince(world.changes, 1, match, 10)?.matched).toHaveLength(2);
    expect(matchingSince(world.changes, 3, match, 10)).toEqual({ matched: [], to: 3 });
  });
});

test('Watchers of all filters are told what each filter by itself selects, however they are found', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (changes) => {
      const world = broadcastWorld();
      const ticks = FILTERS.map((filter) => {
        const seen: Tick[] = [];
        world.broadcaster.watch({ filter, onTick: (tick) => seen.push(tick), onRestart() {} });
        return { filter, seen };
      });
      for (const [index, [number, status]] of changes.entries()) {
        world.set(number, status);
        if (index % 7 === 6) await world.pass(300);
      }
      await world.pass();
      for (const { filter, seen } of ticks) {
        const all = matchingSince(world.changes, 0, world.broadcaster.matcher(filter), Infinity);
        expect(revisionsOf(seen.flatMap(({ matched }) => matched))).toEqual(revisionsOf(all?.matched ?? []));
      }
    }),
    { numRuns: 30 },
  );
});
