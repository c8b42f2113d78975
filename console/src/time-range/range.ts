const HOUR_MS = 3_600_000;
const UNITS = { h: HOUR_MS, d: 24 * HOUR_MS, w: 7 * 24 * HOUR_MS } as const;
export type Unit = keyof typeof UNITS;

/** A number of hours, days or weeks until now, or two instants. */
export type Range = { readonly amount: number; readonly unit: Unit } | { readonly from: string; readonly to: string };

/** Window of time. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

const DEFAULT_RANGE: Range = { amount: 7, unit: 'd' };
/** The longest window that the gateway allows by default. */
const MAX_DAYS = 400;

/** Reads the range of a URL: `last=7d`, or `from` and `to`. The last seven days for one that is not valid. */
export function rangeOf(params: URLSearchParams): Range {
  const [from, to] = [Date.parse(params.get('from') ?? ''), Date.parse(params.get('to') ?? '')];
  if (from < to && to - from <= MAX_DAYS * UNITS.d) return toInstants(from, to);
  const [, amount, unit] = /^([1-9]\d{0,3})([hdw])$/.exec(params.get('last') ?? '') ?? [];
  const last = { amount: Number(amount), unit: unit as Unit };
  return amount !== undefined && problemOfRange(last) === null ? last : DEFAULT_RANGE;
}

export function toInstants(from: number, to: number): Range {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** Writes a range as parameters of the URL. */
export function rangeParams(range: Range): Readonly<Record<'last' | 'from' | 'to', string | null>> {
  return 'unit' in range
    ? { last: `${range.amount}${range.unit}`, from: null, to: null }
    : { last: null, from: range.from, to: range.to };
}

/** Length of a range in milliseconds. */
export function lengthOf(range: Range): number {
  return 'unit' in range ? range.amount * UNITS[range.unit] : Date.parse(range.to) - Date.parse(range.from);
}

/** Says why a range cannot be shown; null if it can. */
export function problemOfRange(range: Range): string | null {
  const length = lengthOf(range);
  if (!(length > 0)) return 'The end must be after the start.';
  return length > MAX_DAYS * UNITS.d ? `A range may have ${MAX_DAYS} days.` : null;
}

/** Returns the window of a range. @param now milliseconds of the epoch */
export function windowOf(range: Range, now: number): Window {
  if ('from' in range) return range;
  return { from: new Date(now - lengthOf(range)).toISOString(), to: new Date(now).toISOString() };
}
