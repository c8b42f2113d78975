import { parseToken } from './parse-token.ts';
import { areShownKeys, isStart, isTrail, type Position, START } from './position.ts';
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

export const EVERYTHING: Interval = { from: [], at: START, to: null };

/** Whether anything of a list or group may be in an interval. */
export function reaches({ from, at, to }: Interval, path: Path): boolean {
  const isBefore = at === null ? comparePaths(path, from) <= 0 : comparePaths(path, from) < 0;
  if (isBefore && !(path.length < from.length && isWithin(from, path))) return false;
  return to === null || comparePaths(path, to) <= 0 || isWithin(path, to);
}

/** Stretches as a token: `current` is the one that a cursor stands in; what was shown there is in the cursor by itself. */
export function encodeIntervals(intervals: readonly Interval[], current: number): Position {
  const lists = intervals.map(({ from, at, to }, index): EncodedInterval => {
    if (at === null) return [from, to];
    if (isStart(at) || index === current) return [from, to, at.token];
    return [from, to, at.token, at.shown.hashes, at.shown.settled, at.trail.pages, at.trail.mark];
  });
  const { shown, trail } = intervals[current]?.at ?? START;
  return { token: JSON.stringify([current, ...lists]), shown, trail };
}

/** @throws GatewayError INVALID_CURSOR for a token that `encodeIntervals` did not make */
export function decodeIntervals({ token, ...here }: Position): readonly Interval[] {
  const [current, ...lists] = parseToken(token ?? '', isToken);
  return lists.map(([from, to, token, hashes = '', settled = 0, pages = 0, mark = ''], index) => {
    if (token === undefined) return { from, at: null, to };
    const there = { shown: { hashes, settled }, trail: { pages, mark } };
    return { from, at: { token, ...(index === current ? here : there) }, to };
  });
}

type EncodedInterval = [
  from: Path,
  to: Path | null,
  token?: string | null,
  hashes?: string,
  settled?: number,
  pages?: number,
  mark?: string,
];

function isToken(value: unknown): value is [current: number, ...intervals: EncodedInterval[]] {
  return Array.isArray(value) && typeof value[0] === 'number' && value.slice(1).every(isEncoded);
}

function isEncoded(list: unknown): list is EncodedInterval {
  if (!Array.isArray(list)) return false;
  const [from, to, token = null, hashes = '', settled = 0, pages = 0, mark = ''] = list as unknown[];
  const isToken = token === null || typeof token === 'string';
  return (
    isPath(from) && (to === null || isPath(to)) && isToken && areShownKeys(hashes, settled) && isTrail(pages, mark)
  );
}

function isPath(path: unknown): path is Path {
  return Array.isArray(path) && path.every((key) => typeof key === 'string');
}
