import { parseToken } from '../parse-token.ts';
import { areShownKeys, isStart, isTrail, type Position, START } from '../position.ts';
import { pack, unpack } from './compress-token.ts';
import { type Bundle, bundle, isBundle, unbundle } from './hashed-keys.ts';
import { comparePaths, isWithin, type Path } from './source-tree.ts';

/** A stretch of many lists that is still to be read. What a cursor holds is a list of them, in order. */
export interface PendingRange {
  /** The list, or group of lists, that it begins with. */
  readonly from: Path;
  /** Where in that list; null: behind it. */
  readonly at: Position | null;
  /** The last list or group that belongs to it; null: to the end. */
  readonly to: Path | null;
  /** What it is made of, where that is known and more than one list or group. */
  readonly members?: readonly PendingRange[];
}

export const EVERYTHING: PendingRange = { from: [], at: START, to: null };

/** Whether anything of a list or group may be in an interval. */
export function reaches({ from, at, to }: PendingRange, path: Path): boolean {
  const isBefore = at === null ? comparePaths(path, from) <= 0 : comparePaths(path, from) < 0;
  if (isBefore && !(path.length < from.length && isWithin(from, path))) return false;
  return to === null || comparePaths(path, to) <= 0 || isWithin(path, to);
}

/** How long a token may be before names in it become hashes: with what was shown, a cursor then has 8 kB at most. */
const MAX_NAMES = 4_000;

/** Stretches as a token: `current` is the one that a cursor stands in; what was shown there is in the cursor by itself. */
export function encodeRanges(intervals: readonly PendingRange[], current: number): Position {
  const here = intervals[current];
  const { shown, trail } = here?.at ?? START;
  const plain = pack(textOf(intervals, here));
  if (plain.length <= MAX_NAMES) return { token: plain, shown, trail };
  const { rest, bundles } = bundle(intervals.filter((each) => each !== here));
  const left = here ? [...rest, here].sort((one, other) => comparePaths(one.from, other.from)) : rest;
  return { token: pack(textOf(left, here, bundles)), shown, trail };
}

function textOf(
  intervals: readonly PendingRange[],
  here: PendingRange | undefined,
  bundles: readonly Bundle[] = [],
): string {
  const lists = intervals.map((each): EncodedInterval => {
    const { from, at, to } = each;
    if (at === null) return [from, to];
    if (isStart(at) || each === here) return [from, to, at.token];
    return [from, to, at.token, at.shown.hashes, at.shown.settled, at.trail.pages, at.trail.mark];
  });
  return JSON.stringify([here ? intervals.indexOf(here) : -1, bundles, ...lists]);
}

/** @throws GatewayError INVALID_CURSOR for a token that `encodeRanges` did not make */
export function decodeRanges({ token, ...here }: Position): readonly PendingRange[] {
  const [current, bundles, ...lists] = parseToken(unpack(token ?? ''), isToken);
  const named = lists.map(([from, to, token, hashes = '', settled = 0, pages = 0, mark = ''], index) => {
    if (token === undefined) return { from, at: null, to };
    const there = { shown: { hashes, settled }, trail: { pages, mark } };
    return { from, at: { token, ...(index === current ? here : there) }, to };
  });
  return [...bundles.flatMap(unbundle), ...named];
}

/** More than a list has that is read within a deadline; each costs a look at the groups around it. */
const MAX_INTERVALS = 4_096;

type EncodedInterval = [
  from: Path,
  to: Path | null,
  token?: string | null,
  hashes?: string,
  settled?: number,
  pages?: number,
  mark?: string,
];

type Encoded = [current: number, bundles: Bundle[], ...intervals: EncodedInterval[]];

function isToken(value: unknown): value is Encoded {
  if (!Array.isArray(value) || value.length > MAX_INTERVALS) return false;
  const [current, bundles, ...lists] = value as unknown[];
  if (typeof current !== 'number' || !Array.isArray(bundles) || !bundles.every(isBundle)) return false;
  return (
    lists.every(isEncoded) &&
    lists.every((list, index) => isForward(list) && (index === 0 || isBehind(list, lists[index - 1])))
  );
}

/** Whether a stretch begins behind another one's end, so that nothing is in both. */
function isBehind([from]: EncodedInterval, [, end]: EncodedInterval = [[], []]): boolean {
  return end !== null && comparePaths(end, from) < 0 && !isWithin(from, end);
}

function isForward([from, to]: EncodedInterval): boolean {
  return to === null || comparePaths(from, to) <= 0 || isWithin(from, to);
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
