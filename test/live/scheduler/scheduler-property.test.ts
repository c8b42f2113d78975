import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createScheduler, type Urgency } from '../../../src/live/scheduler/scheduler.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const URGENCIES: readonly Urgency[] = ['counters', 'missing', 'written'];

type Step =
  | { readonly does: 'add' | 'remove'; readonly id: string; readonly takesMs: number; readonly everyMs: number }
  | { readonly does: 'expedite'; readonly id: string; readonly urgency: Urgency }
  | { readonly does: 'pause' | 'resume' }
  | { readonly does: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constantFrom('add' as const, 'add' as const, 'remove' as const),
    id: fc.constantFrom(...IDS),
    takesMs: fc.integer({ min: 1, max: 3_000 }),
    everyMs: fc.integer({ min: 0, max: 5_000 }),
  }),
  fc.record({
    does: fc.constant('expedite' as const),
    id: fc.constantFrom(...IDS),
    urgency: fc.constantFrom(...URGENCIES),
  }),
  fc.record({ does: fc.constantFrom('pause' as const, 'resume' as const, 'resume' as const) }),
  fc.record({
    does: fc.constant('wait' as const),
    ms: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 8_000 })),
  }),
);

/** Scheduler whose tasks note when they run. Ids in the first half of the alphabet are of one partition. */
function noted(concurrency: number) {
  const clock = virtualClock();
  const scheduler = createScheduler(clock, concurrency);
  const running = new Map<string, number>();
  const runs = new Map<string, number[]>();
  let [most, starts] = [0, 0];
  const partitionOf = (id: string) => (id < 'd' ? 'one' : 'two');
  return {
    clock,
    scheduler,
    runs,
    running,
    most: () => most,
    starts: () => starts,
    add(id: string, takesMs: number, everyMs: number): void {
      scheduler.add(id, {
        partition: partitionOf(id),
        run: () => {
          starts += 1;
          running.set(id, (running.get(id) ?? 0) + 1);
          runs.set(id, [...(runs.get(id) ?? []), clock.now()]);
          const own = [...running].filter(([each]) => partitionOf(each) === partitionOf(id));
          most = Math.max(
            most,
            own.reduce((sum, [, count]) => sum + count, 0),
          );
          return new Promise((resolve) => {
            clock.schedule(() => {
              running.set(id, (running.get(id) ?? 0) - 1);
              resolve(everyMs);
            }, takesMs);
          });
        },
      });
    },
  };
}

describe('The scheduler, whatever is added, removed, expedited and paused', () => {
  test('never runs more tasks of a partition than are allowed, and goes on with those that it has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 40 }), async (concurrency, all) => {
        const { clock, scheduler, runs, running, most, starts, add } = noted(concurrency);
        const known = new Map<string, number>();
        for (const each of all) {
          if (each.does === 'add' && !known.has(each.id)) {
            known.set(each.id, clock.now());
            add(each.id, each.takesMs, each.everyMs);
          }
          if (each.does === 'remove') {
            known.delete(each.id);
            scheduler.remove(each.id);
          }
          if (each.does === 'expedite') scheduler.expedite(each.id, each.urgency);
          if (each.does === 'pause' || each.does === 'resume') scheduler[each.does]();
          const before = starts();
          if (each.does === 'wait') await clock.run(clock.now() + each.ms);
          if (scheduler.isPaused) expect(starts()).toBe(before);
          for (const id of IDS) {
            if (!known.has(id) || scheduler.isPaused) expect(scheduler.dueIn(id)).toBeNull();
          }
        }
        expect(most()).toBeLessThanOrEqual(concurrency);
        // Nothing is left behind: each task that it has runs within the time that six others take, twice.
        scheduler.resume();
        const from = clock.now();
        await clock.run(from + 2 * IDS.length * 8_000);
        for (const id of known.keys()) expect(runs.get(id)?.some((at) => at >= from)).toBe(true);
        scheduler.pause();
        await clock.run(clock.now() + 10_000);
        const last = starts();
        await clock.run(clock.now() + 100_000);
        expect(starts()).toBe(last);
        expect([...running.values()].every((count) => count === 0)).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  test('runs a task that was removed and added again as a new one, whose interval is its own', async () => {
    const { clock, scheduler, runs, most, add } = noted(1);
    scheduler.resume();
    add('a', 1_000, 50_000);
    await clock.run(500);
    scheduler.remove('a');
    add('a', 1_000, 2_000);
    await clock.run(10_000);
    expect(runs.get('a')).toEqual([0, 1_000, 4_000, 7_000, 10_000]);
    expect(most()).toBe(1);
  });
});
