import { describe, expect, test } from 'vitest';
import type { LiveSourceStatus } from '../../../src/live/live-session.ts';
import { pastOf } from '../../../src/schema/history/session-coverage.ts';
import { isIncomplete, oldestScan } from '../../../src/schema/live/selected-sources.ts';

const sources = (...statuses: LiveSourceStatus[]) => statuses.map((status) => ({ status }));

describe('A page of live sessions is incomplete', () => {
  test.each<[LiveSourceStatus[], boolean]>([
    [['UP_TO_DATE'], false],
    [['UP_TO_DATE', 'UP_TO_DATE'], false],
    [['UP_TO_DATE', 'STALE'], true],
    [['FAILED'], true],
    [['SYNCING', 'UP_TO_DATE'], true],
  ])('where one of its sources is not up to date: %j', (statuses, isOne) => {
    for (const areExpected of [true, false]) expect(isIncomplete(sources(...statuses), { areExpected })).toBe(isOne);
  });

  test('where none is known, and there should be some', () => {
    expect([isIncomplete([], { areExpected: true }), isIncomplete([], { areExpected: false })]).toEqual([true, false]);
  });
});

describe('The time of a page', () => {
  test('is the oldest scan; sources without one do not count', () => {
    expect(oldestScan([{ asOf: 500 }, { asOf: null }, { asOf: 300 }]).getTime()).toBe(300);
    expect(oldestScan([{ asOf: 0 }, { asOf: 300 }]).getTime()).toBe(0);
  });

  test.each([[[]], [[{ asOf: null }]]])('is now where there is none: %j', (none) => {
    const before = Date.now();
    const at = oldestScan(none).getTime();
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  });
});

test.each([
  [100, 200, 300, 100, 200],
  [100, 200, 150, 100, 150],
  [100, 200, 50, 100, 100],
  [100, 200, 200, 100, 200],
])('Of a window from %i to %i, until %i, the past is %i to %i', (from, to, now, begin, end) => {
  expect(pastOf({ from, to }, now)).toEqual({ from: begin, to: end });
});
