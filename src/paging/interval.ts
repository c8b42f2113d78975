import type { Position } from './cursor.ts';
import { parseToken } from './parse-token.ts';
import { comparePaths, isWithin, type Path } from './source-tree.ts';

/** A stretch of many lists that is still to be read. What a cursor holds is a list of them, in order. */
export interface Interval {
  /** The list, or group of lists, that it begins with. */
  readonly from: Path;
  /** Where in that list; null: behind it. */
  readonly at: Position | null;
  /** The last list or group that belongs to it; null: to the end. */
  readonly to: Path | null;
}

export const EVERYTHING: Interval = { from: [], at: { token: null, offset: 0 }, to: null };

/** Whether anything of a list or group may be in an interval. */
export function reaches({ from, at, to }: Interval, path: Path): boolean {
  const isBefore = at === null ? comparePaths(path, from) <= 0 : comparePaths(path, from) < 0;
  if (isBefore && !(path.length < from.length && isWithin(from, path))) return false;
  return to === null || comparePaths(path, to) <= 0 || isWithin(path, to);
}

/** Stretches as a token: `current` is the one that a cursor stands in, whose offset the cursor holds by itself. */
export function encodeIntervals(intervals: readonly Interval[], current: number): Position {
  const lists = intervals.map(({ from, at, to }, index) =>
    at === null ? [from, to] : [from, to, at.token, index === current ? 0 : at.offset],
  );
  return { token: JSON.stringify([current, ...lists]), offset: intervals[current]?.at?.offset ?? 0 };
}

/** @throws GatewayError INVALID_CURSOR for a token that `encodeIntervals` did not make */
export function decodeIntervals({ token, offset }: Position): readonly Interval[] {
  const [current, ...lists] = parseToken(token ?? '', isToken);
  return lists.map(([from, to, at, ownOffset], index) => {
    if (at === undefined) return { from, at: null, to };
    return { from, at: { token: at, offset: index === current ? offset : (ownOffset ?? 0) }, to };
  });
}

type EncodedInterval = [from: Path, to: Path | null, token?: string | null, offset?: number];

function isToken(value: unknown): value is [current: number, ...intervals: EncodedInterval[]] {
  return Array.isArray(value) && typeof value[0] === 'number' && value.slice(1).every(isEncoded);
}

function isEncoded(list: unknown): list is EncodedInterval {
  if (!Array.isArray(list)) return false;
  const [from, to, token = null, offset = 0] = list as unknown[];
  const isToken = token === null || typeof token === 'string';
  return isPath(from) && (to === null || isPath(to)) && isToken && isIndex(offset);
}

/** Between two items; half an item further is no place. */
function isIndex(offset: unknown): boolean {
  return Number.isInteger(offset) && Number(offset) >= 0;
}

function isPath(path: unknown): path is Path {
  return Array.isArray(path) && path.every((key) => typeof key === 'string');
}
