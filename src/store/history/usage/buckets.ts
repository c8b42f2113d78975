import { join, type Sql, sql } from '../../sql-text.ts';
import type { Timestamp } from '../records/session-record.ts';

export const USAGE_INTERVALS = ['HOUR', 'DAY', 'WEEK', 'MONTH'] as const;
export type UsageInterval = (typeof USAGE_INTERVALS)[number];

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const SHORTEST_MONTH_MS = 28 * DAY_MS;
/** Length and origin of the intervals of a fixed length. Weeks begin on Monday; the epoch began on a Thursday. */
const FIXED = {
  HOUR: { length: HOUR_MS, origin: 0 },
  DAY: { length: DAY_MS, origin: 0 },
  WEEK: { length: 7 * DAY_MS, origin: -3 * DAY_MS },
} as const;

/** Buckets of a window of time: its hours, days, weeks or months in UTC. */
export interface Buckets {
  /** Begins of the buckets, and the end of the last: the first and the last bucket are cut by the window. */
  readonly edges: readonly Timestamp[];
  /** Begins of the buckets as they are without a window. */
  readonly begins: readonly Timestamp[];
  /** Returns the number of the bucket that a time of the window is in. */
  numberOf(time: Sql): Sql;
  /** Returns the begin of the bucket that a time of the window is in. */
  beginOf(time: Sql): Sql;
}

/** Counts the buckets of a window, from above, without making them. */
export function countBuckets(from: Timestamp, to: Timestamp, interval: UsageInterval): number {
  const length = interval === 'MONTH' ? SHORTEST_MONTH_MS : FIXED[interval].length;
  return Math.ceil((to - from) / length) + 1;
}

export function bucketsOf(from: Timestamp, to: Timestamp, interval: UsageInterval): Buckets {
  return interval === 'MONTH' ? months(from, to) : fixed(from, to, FIXED[interval]);
}

function fixed(from: Timestamp, to: Timestamp, { length, origin }: (typeof FIXED)['WEEK' | 'DAY' | 'HOUR']): Buckets {
  const first = Math.floor((from - origin) / length);
  const last = Math.floor((to - 1 - origin) / length);
  const begins = Array.from({ length: last - first + 1 }, (_, at) => origin + (first + at) * length);
  return {
    begins,
    edges: edgesOf(begins, from, to),
    // Parameters are integers, which both engines divide without a fraction.
    numberOf: (time) => sql`((${time}) - ${origin}) / ${length} - ${first}`,
    beginOf: (time) => sql`(${time}) - ((${time}) - ${origin}) % ${length}`,
  };
}

function months(from: Timestamp, to: Timestamp): Buckets {
  const date = new Date(from);
  const begins: Timestamp[] = [];
  for (let month = date.getUTCMonth(); ; month += 1) {
    // `Date.UTC` takes a year below 100 as one of the twentieth century.
    const begin = new Date(0).setUTCFullYear(date.getUTCFullYear(), month, 1);
    if (begin >= to) break;
    begins.push(begin);
  }
  const choose = (time: Sql, startOf: (at: number) => number) => {
    const cases = begins.slice(1).map((next, at) => sql`when (${time}) < ${next} then ${startOf(at)}`);
    const last = startOf(begins.length - 1);
    // An integer of 64 bits, whose type PostgreSQL does not derive from parameters alone.
    return cases.length === 0
      ? sql`cast(${last} as bigint)`
      : sql`cast(case ${join(cases, ' ')} else ${last} end as bigint)`;
  };
  return {
    begins,
    edges: edgesOf(begins, from, to),
    numberOf: (time) => choose(time, (at) => at),
    beginOf: (time) => choose(time, (at) => begins[at] as number),
  };
}

const edgesOf = (begins: readonly Timestamp[], from: Timestamp, to: Timestamp) => [from, ...begins.slice(1), to];
