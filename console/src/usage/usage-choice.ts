import type { ParamChanges } from '../app/query-state.ts';
import { HOUR_MS, INTERVALS, type Interval, intervalBegin, isInterval } from './intervals.ts';

/** What a series may be of. */
export const DIMENSIONS = ['SERVICE', 'RESOURCE', 'REGION', 'ACCOUNT', 'USER'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** A number of hours, days or weeks until now, or two instants. */
export type Range = { readonly amount: number; readonly unit: Unit } | { readonly from: string; readonly to: string };
export type Unit = keyof typeof UNITS;

const UNITS = { h: HOUR_MS, d: 24 * HOUR_MS, w: 7 * 24 * HOUR_MS } as const;
const DEFAULT_RANGE: Range = { amount: 7, unit: 'd' };
/** The longest window that the gateway allows by default. */
const MAX_MS = 400 * 24 * HOUR_MS;
/** Intervals of a chart that can still be told from each other. */
const MAX_INTERVALS = 800;
/** Intervals of a chart that is chosen for a person. */
const GOOD_INTERVALS = 200;

/** What a person has chosen to see, as it is in the URL. */
export interface UsageChoice {
  readonly range: Range;
  readonly interval: Interval;
  readonly by: Dimension | null;
}

/** Window of time. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** Reads the choice of a URL. What it does not know, or what does not fit together, is replaced by a default. */
export function choiceOf(params: URLSearchParams): UsageChoice {
  const range = rangeOf(params);
  const fitting = fittingIntervals(range);
  const wanted = params.get('interval')?.toUpperCase() ?? '';
  const by = DIMENSIONS.find((dimension) => dimension === params.get('by')?.toUpperCase()) ?? null;
  return { range, interval: isInterval(wanted) && fitting.includes(wanted) ? wanted : defaultInterval(range), by };
}

function rangeOf(params: URLSearchParams): Range {
  const [from, to] = [Date.parse(params.get('from') ?? ''), Date.parse(params.get('to') ?? '')];
  if (from < to && to - from <= MAX_MS) return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const [, amount, unit] = /^([1-9]\d{0,3})([hdw])$/.exec(params.get('last') ?? '') ?? [];
  const last = { amount: Number(amount), unit: unit as Unit };
  return amount !== undefined && lengthOf(last) <= MAX_MS ? last : DEFAULT_RANGE;
}

/** Writes a range as parameters of the URL. */
export function rangeParams(range: Range): ParamChanges {
  return 'unit' in range
    ? { last: `${range.amount}${range.unit}`, from: null, to: null }
    : { last: null, from: range.from, to: range.to };
}

/** Length of a range in milliseconds. */
function lengthOf(range: Range): number {
  return 'unit' in range ? range.amount * UNITS[range.unit] : Date.parse(range.to) - Date.parse(range.from);
}

/** Says why a range cannot be shown; null if it can. */
export function problemOfRange(range: Range): string | null {
  const length = lengthOf(range);
  if (!(length > 0)) return 'The end must be after the start.';
  return length > MAX_MS ? `A range may have ${MAX_MS / UNITS.d} days.` : null;
}

const LENGTHS: Readonly<Record<Interval, number>> = {
  HOUR: UNITS.h,
  DAY: UNITS.d,
  WEEK: UNITS.w,
  MONTH: 30 * UNITS.d,
};

/** Lists the intervals of which a range has a number that a chart can show. */
export function fittingIntervals(range: Range): readonly Interval[] {
  const fitting = INTERVALS.filter((interval) => {
    const count = lengthOf(range) / LENGTHS[interval];
    return count <= MAX_INTERVALS && (interval === 'HOUR' || count >= 1);
  });
  return fitting;
}

function defaultInterval(range: Range): Interval {
  return fittingIntervals(range).find((interval) => lengthOf(range) / LENGTHS[interval] <= GOOD_INTERVALS) ?? 'MONTH';
}

/** Returns the window of a range. One that ends now begins with a whole interval, so that its first point is not a part of one. */
export function windowOf({ range, interval }: UsageChoice, now: number): Window {
  if ('from' in range) return range;
  const from = intervalBegin(now - lengthOf(range), interval);
  return { from: new Date(from).toISOString(), to: new Date(now).toISOString() };
}
