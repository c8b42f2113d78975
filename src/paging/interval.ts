import { parseToken } from './parse-token.ts';
import { areShownKeys, NOTHING_SHOWN, type Position, START } from './position.ts';
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
    const { hashes, settled } = at.shown;
    return hashes === '' || index === current ? [from, to, at.token] : [from, to, at.token, hashes, settled];
  });
  return { token: JSON.stringify([current, ...lists]), shown: intervals[current]?.at?.shown ?? NOTHING_SHOWN };
}

/** @throws GatewayError INVALID_CURSOR for a token that `encodeIntervals` did not make */
export function decodeIntervals({ token, shown }: Position): readonly Interval[] {
  const [current, ...lists] = parseToken(token ?? '', isToken);
  return lists.map(([from, to, at, hashes = '', settled = 0], index) => {
    if (at === undefined) return { from, at: null, to };
    return { from, at: { token: at, shown: index === current ? shown : { hashes, settled } }, to };
  });
}

type EncodedInterval = [from: Path, to: Path | null, token?: string | null, hashes?: string, settled?: number];

function isToken(value: unknown): value is [current: number, ...intervals: EncodedInterval[]] {
  return Array.isArray(value) && typeof value[0] === 'number' && value.slice(1).every(isEncoded);
}

function isEncoded(list: unknown): list is EncodedInterval {
  if (!Array.isArray(list)) return false;
  const [from, to, token = null, hashes = '', settled = 0] = list as unknown[];
  const isToken = token === null || typeof token === 'string';
  return isPath(from) && (to === null || isPath(to)) && isToken && areShownKeys(hashes, settled);
}

function isPath(path: unknown): path is Path {
  return Array.isArray(path) && path.every((key) => typeof key === 'string');
}
