import { lengthOf, type Range, rangeOf, type Window, windowOf } from '../time-range/range.ts';
import { HOUR_MS, INTERVALS, type Interval, intervalBegin, isInterval } from './intervals.ts';

/** Dimensions that split use into series. */
export const DIMENSIONS = ['SERVICE', 'RESOURCE', 'REGION', 'ACCOUNT', 'USER'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const DAY_MS = 24 * HOUR_MS;
const LENGTHS: Readonly<Record<Interval, number>> = {
  HOUR: HOUR_MS,
  DAY: DAY_MS,
  WEEK: 7 * DAY_MS,
  MONTH: 30 * DAY_MS,
};
/** Most intervals of a chart in which each can still be seen. */
const MAX_INTERVALS = 800;
/** Intervals of a chart that is chosen for a person. */
const GOOD_INTERVALS = 200;

/** Choice of a person, as it is in the URL. */
export interface UsageChoice {
  readonly range: Range;
  readonly interval: Interval;
  readonly by: Dimension | null;
}

/** Reads the choice of a URL. What it does not know, or what does not fit together, is replaced by a default. */
export function choiceOf(params: URLSearchParams): UsageChoice {
  const range = rangeOf(params);
  const fitting = fittingIntervals(range);
  const wanted = params.get('interval')?.toUpperCase() ?? '';
  const by = DIMENSIONS.find((dimension) => dimension === params.get('by')?.toUpperCase()) ?? null;
  return { range, interval: isInterval(wanted) && fitting.includes(wanted) ? wanted : defaultInterval(range), by };
}

/** Lists the intervals of which a range has a number that a chart can show. */
export function fittingIntervals(range: Range): readonly Interval[] {
  return INTERVALS.filter((interval) => {
    const count = lengthOf(range) / LENGTHS[interval];
    return count <= MAX_INTERVALS && (interval === 'HOUR' || count >= 1);
  });
}

function defaultInterval(range: Range): Interval {
  return fittingIntervals(range).find((interval) => lengthOf(range) / LENGTHS[interval] <= GOOD_INTERVALS) ?? 'MONTH';
}

/**
 * Returns the window of a choice. One that ends now begins with a whole interval, so that its first point is not a part of one.
 *
 * @param now milliseconds of the epoch
 */
export function usageWindow({ range, interval }: UsageChoice, now: number): Window {
  const window = windowOf(range, now);
  if ('from' in range) return window;
  return { ...window, from: new Date(intervalBegin(Date.parse(window.from), interval)).toISOString() };
}
