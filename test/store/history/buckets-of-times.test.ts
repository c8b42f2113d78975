import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bucketsOf,
  countBuckets,
  USAGE_INTERVALS,
  type UsageInterval,
} from '../../../src/store/history/usage/buckets.ts';
import { raw, sql, toStatement } from '../../../src/store/sql-text.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { HOUR } from '../../support/history-records.ts';

const DAY = 24 * HOUR;

/** Begin of the hour, day, week or month of a time, by the calendar. */
function beginOf(time: number, interval: UsageInterval): number {
  const date = new Date(time);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (interval === 'HOUR') return Date.UTC(year, month, day, date.getUTCHours());
  if (interval === 'MONTH') return Date.UTC(year, month);
  // Days since Monday.
  return interval === 'DAY' ? Date.UTC(year, month, day) : Date.UTC(year, month, day - ((date.getUTCDay() + 6) % 7));
}

/** Times of several years, some of them at the edges of months, of leap days and of years. */
const times = fc.oneof(
  fc.integer({ min: Date.UTC(2023, 0), max: Date.UTC(2030, 0) }),
  fc
    .tuple(
      fc.integer({ min: 2023, max: 2029 }),
      fc.nat(11),
      fc.constantFrom(0, 1, 28, 29, 30),
      fc.constantFrom(-1, 0, 1),
    )
    .map(([year, month, day, rest]) => Date.UTC(year, month, 1) + day * DAY + rest),
);
const LONGEST: Readonly<Record<UsageInterval, number>> = {
  HOUR: 90 * HOUR,
  DAY: 90 * DAY,
  WEEK: 400 * DAY,
  MONTH: 800 * DAY,
};
const windows = fc.constantFrom(...USAGE_INTERVALS).chain((interval) =>
  fc.record({
    interval: fc.constant(interval),
    from: times,
    length: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: LONGEST[interval] })),
    shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { minLength: 1, maxLength: 5 }),
  }),
);

describe('Buckets of a window', () => {
  test('are those of the calendar, of which statements find the number and the begin for any time', async () => {
    const connection = await historyDatabase();
    await fc.assert(
      fc.asyncProperty(windows, async ({ interval, from, length, shares }) => {
        const to = from + length;
        const buckets = bucketsOf(from, to, interval);
        const { begins, edges } = buckets;
        expect([edges[0], edges.at(-1)]).toEqual([from, to]);
        expect(begins[0]).toBe(beginOf(from, interval));
        for (const begin of begins) expect(beginOf(begin, interval)).toBe(begin);
        // Each edge is the end of one bucket and the begin of the next.
        for (const edge of edges.slice(1, -1)) {
          expect(beginOf(edge, interval)).toBe(edge);
          expect(beginOf(edge - 1, interval)).toBe(begins[begins.indexOf(edge) - 1]);
        }
        expect(begins.length).toBeLessThanOrEqual(countBuckets(from, to, interval));
        for (const time of [from, to - 1, ...shares.map((share) => from + Math.floor(share * length))]) {
          const at = sql`cast(${time} as bigint)`;
          const { text, params } = toStatement(
            sql`select ${buckets.numberOf(at)} as number, ${buckets.beginOf(at)} as begin ${raw('')}`,
          );
          const [row] = await connection.all(text, params);
          expect(row?.begin).toBe(beginOf(time, interval));
          expect(begins[row?.number as number]).toBe(beginOf(time, interval));
        }
      }),
      { numRuns: 300 },
    );
  });
});
