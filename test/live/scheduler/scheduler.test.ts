import { describe, expect, test } from 'vitest';
import { createScheduler, type Scheduler } from '../../../src/live/scheduler/scheduler.ts';
import { type VirtualClock, virtualClock } from '../../support/virtual-clock.ts';

/** A scheduler whose tasks take a second each, and write down when they began. */
function scheduled(concurrency = 1) {
  const clock: VirtualClock = virtualClock();
  const scheduler: Scheduler = createScheduler(clock, concurrency);
  const runs: string[] = [];
  const add = (id: string, intervalMs: number, partition = 'one', takesMs = 1_000) =>
    scheduler.add(id, {
      partition,
      run: () =>
        new Promise((resolve) => {
          runs.push(`${id} ${clock.now()}`);
          clock.schedule(() => resolve(intervalMs), takesMs);
        }),
    });
  return { clock, scheduler, runs, add };
}

describe('The scheduler', () => {
  test('runs nothing before it is resumed, and nothing new once it is paused', async () => {
    const { clock, scheduler, runs, add } = scheduled();
    add('a', 5_000);
    await clock.run(10_000);
    expect(runs).toEqual([]);
    expect(scheduler.dueIn('a')).toBeNull();
    scheduler.resume();
    expect(scheduler.isPaused).toBe(false);
    await clock.run(10_500);
    scheduler.pause();
    await clock.run(60_000);
    expect(runs).toEqual(['a 10000']);
    scheduler.resume();
    await clock.run(60_500);
    expect(runs).toEqual(['a 10000', 'a 60000']);
  });

  test('runs a task again after the time that the task asks for', async () => {
    const { clock, scheduler, runs, add } = scheduled();
    add('a', 5_000);
    scheduler.resume();
    await clock.run(13_000);
    expect(runs).toEqual(['a 0', 'a 6000', 'a 12000']);
    expect(scheduler.dueIn('a')).toBe(5_000);
  });

  test('runs so many tasks of a partition at once, and of each partition independently', async () => {
    const { clock, scheduler, runs, add } = scheduled(2);
    for (const id of ['a', 'b', 'c']) add(id, 60_000);
    add('d', 60_000, 'two');
    scheduler.resume();
    await clock.run(500);
    expect(runs).toEqual(['a 0', 'b 0', 'd 0']);
    await clock.run(1_500);
    expect(runs.at(-1)).toBe('c 1000');
  });

  test('does not wait for a long task with those that are due while others may run', async () => {
    const { clock, scheduler, runs, add } = scheduled(2);
    add('long', 5_000, 'one', 100_000);
    add('short', 5_000);
    scheduler.resume();
    await clock.run(20_000);
    expect(runs).toEqual(['long 0', 'short 0', 'short 6000', 'short 12000', 'short 18000']);
  });

  test('runs what has waited longest first', async () => {
    const { clock, scheduler, runs, add } = scheduled();
    add('often', 0);
    add('seldom', 3_000);
    scheduler.resume();
    await clock.run(8_500);
    expect(runs.filter((run) => run.startsWith('seldom'))).toEqual(['seldom 1000', 'seldom 6000']);
  });

  test('runs urgent tasks before others, the more urgent ones first', async () => {
    const { clock, scheduler, runs, add } = scheduled();
    for (const id of ['a', 'b', 'c', 'd']) add(id, 30_000);
    scheduler.resume();
    await clock.run(4_500);
    add('running', 60_000);
    for (const [id, urgency] of [
      ['a', 'counters'],
      ['b', 'missing'],
      ['d', 'written'],
    ] as const)
      scheduler.expedite(id, urgency);
    await clock.run(8_500);
    expect(runs.slice(-4)).toEqual(['running 4500', 'd 5500', 'b 6500', 'a 7500']);
  });

  test('does not let urgent tasks starve the others', async () => {
    const { clock, scheduler, runs, add } = scheduled();
    add('urgent', 0);
    add('patient', 100_000);
    scheduler.resume();
    const insist = () => {
      scheduler.expedite('urgent', 'counters');
      clock.schedule(insist, 500);
    };
    insist();
    await clock.run(30_000);
    expect(runs).toContain('patient 21000');
  });

  test('runs a task once more with the greatest urgency that came while it ran', async () => {
    const { clock, scheduler, runs, add } = scheduled();
    add('a', 90_000);
    add('b', 0, 'one', 30_000);
    scheduler.resume();
    scheduler.expedite('a', 'written');
    scheduler.expedite('a', 'counters');
    // Its head start is longer than that of `counters`, and shorter than that of `written`.
    scheduler.expedite('b', 'missing');
    await clock.run(60_000);
    expect(runs.map((run) => run.split(' ')[0]).slice(0, 2)).toEqual(['a', 'a']);
  });

  test('runs a task once more that becomes urgent while it runs', async () => {
    const { clock, scheduler, runs, add } = scheduled();
    add('a', 60_000);
    scheduler.resume();
    await clock.run(500);
    scheduler.expedite('a', 'written');
    scheduler.expedite('a', 'written');
    await clock.run(10_000);
    expect(runs).toEqual(['a 0', 'a 1000']);
  });

  test('ignores tasks that it does not have, and runs a removed one no more', async () => {
    const { clock, scheduler, runs, add } = scheduled();
    add('a', 5_000);
    scheduler.resume();
    await clock.run(500);
    scheduler.remove('a');
    scheduler.remove('a');
    scheduler.expedite('a', 'written');
    await clock.run(60_000);
    expect(runs).toEqual(['a 0']);
    expect(scheduler.dueIn('a')).toBeNull();
  });
});
