import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fairQueue } from '../../src/aws/fair-queue.ts';
import { pace } from '../../src/aws/pace.ts';

const open = new AbortController().signal;

describe('A fair queue', () => {
  test('serves owners in turn, each oldest first', () => {
    const queue = fairQueue<string>();
    const [large, small] = [{}, {}];
    for (const item of ['L1', 'L2', 'L3', 'L4']) queue.add(large, item);
    for (const item of ['s1', 's2']) queue.add(small, item);
    expect([1, 2, 3, 4, 5, 6, 7].map(() => queue.take())).toEqual(['L1', 's1', 'L2', 's2', 'L3', 'L4', undefined]);
  });

  test('forgets who steps out, and counts the rest', () => {
    const queue = fairQueue<string>();
    const owner = {};
    const stepOut = queue.add(owner, 'gone');
    queue.add(owner, 'here');
    stepOut();
    stepOut();
    expect(queue.size).toBe(1);
    expect([queue.take(), queue.take()]).toEqual(['here', undefined]);
    expect(queue.size).toBe(0);
  });
});

describe('A pace', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Whoever has been let in so far, in order. */
  function entrants(lane: ReturnType<typeof pace>) {
    const entered: string[] = [];
    const enter = (owner: object, name: string, signal = open) => {
      void lane.enter(owner, signal).then(
        () => entered.push(name),
        () => entered.push(`${name} gave up`),
      );
    };
    return { entered, enter };
  }

  test('lets a bounded number of calls be under way at once', async () => {
    const lane = pace(2);
    const { entered, enter } = entrants(lane);
    for (const name of ['a', 'b', 'c']) enter({}, name);
    await vi.advanceTimersByTimeAsync(0);
    expect(entered).toEqual(['a', 'b']);
    lane.leave('answered');
    await vi.advanceTimersByTimeAsync(0);
    expect(entered).toEqual(['a', 'b', 'c']);
  });

  test('does not let a large list starve a small query', async () => {
    const lane = pace(1);
    const { entered, enter } = entrants(lane);
    const [large, small] = [{}, {}];
    for (let page = 1; page <= 50; page += 1) enter(large, `page ${page}`);
    enter(small, 'small');
    for (let call = 0; call < 3; call += 1) {
      await vi.advanceTimersByTimeAsync(0);
      lane.leave('answered');
    }
    expect(entered.indexOf('small')).toBeLessThan(3);
  });

  test('slows down when calls are refused, and lets everyone through in the end', async () => {
    const lane = pace(10);
    const { entered, enter } = entrants(lane);
    enter({}, 'first');
    await vi.advanceTimersByTimeAsync(0);
    lane.leave('throttled');
    expect(lane.isThrottled).toBe(true);
    for (let call = 0; call < 5; call += 1) enter({}, `call ${call}`);
    await vi.advanceTimersByTimeAsync(100);
    expect(entered.length).toBeLessThan(4);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(entered).toHaveLength(6);
  });

  test('forgets who gives up waiting', async () => {
    const lane = pace(1);
    const { entered, enter } = entrants(lane);
    const hasty = new AbortController();
    enter({}, 'first');
    enter({}, 'hasty', hasty.signal);
    enter({}, 'last');
    hasty.abort();
    await vi.advanceTimersByTimeAsync(0);
    lane.leave('answered');
    await vi.advanceTimersByTimeAsync(0);
    expect(entered).toEqual(['first', 'hasty gave up', 'last']);
  });

  test('says how long a caller waited', async () => {
    const lane = pace(1);
    await lane.enter({}, open);
    const waited = lane.enter({}, open);
    await vi.advanceTimersByTimeAsync(30);
    lane.leave('answered');
    expect(await waited).toBe(30);
  });

  test('refuses a caller that has already gone', async () => {
    await expect(pace().enter({}, AbortSignal.abort())).rejects.toThrow();
  });
});
