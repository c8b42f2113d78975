import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  discoveryInterval,
  groupInterval,
  MIN_INTERVAL_MS,
  nextInterval,
} from '../../../src/live/reconciler/scan-interval.ts';

/** Intervals of a source in which nothing changes, from one in which something has changed. */
function quiet(turns: number, maxAgeMs: number): readonly number[] {
  const intervals = [nextInterval(60_000, true, maxAgeMs)];
  for (let turn = 0; turn < turns; turn += 1) intervals.push(nextInterval(intervals.at(-1) ?? 0, false, maxAgeMs));
  return intervals;
}

describe('The interval of a source', () => {
  test('is 5 s after a change, and half as much again for each scan without one, up to 60 s', () => {
    expect(quiet(7, 600_000)).toEqual([5_000, 7_500, 11_250, 16_875, 25_312.5, 37_968.75, 56_953.125, 60_000]);
  });

  test('leaves a third of the maximum age for the scan and for its turn', () => {
    expect(quiet(20, 60_000).at(-1)).toBe(40_000);
    expect(quiet(20, 30_000).at(-1)).toBe(20_000);
  });

  test('is never shorter than 5 s, for any maximum age, nor longer than 60 s', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.boolean(),
        fc.nat(100_000),
        (maxAgeMs, changed, before) => {
          const interval = nextInterval(Math.max(MIN_INTERVAL_MS, before), changed, maxAgeMs);
          expect(interval).toBeGreaterThanOrEqual(MIN_INTERVAL_MS);
          expect(interval).toBeLessThanOrEqual(60_000);
        },
      ),
    );
  });
});

describe('The interval at which sources are looked for', () => {
  test.each([
    [1, 10, 15_000],
    [15, 10, 15_000],
    [30, 10, 30_000],
    [30, 2, 150_000],
    [1_000, 2, 600_000],
  ])('of %i calls at %i a second takes a tenth of the budget, between 15 s and 10 minutes', (calls, rate, interval) => {
    expect(discoveryInterval(calls, rate)).toBe(interval);
    if (interval > 15_000 && interval < 600_000) expect((calls * 1_000) / interval).toBeCloseTo(rate / 10);
  });

  test.each([
    [0, 10, 60_000],
    [10, 10, 60_000],
    [300, 10, 300_000],
    [300, 2, 600_000],
  ])('of %i groups at %i calls a second is between a minute and ten', (groups, rate, interval) => {
    expect(groupInterval(groups, rate)).toBe(interval);
  });
});
