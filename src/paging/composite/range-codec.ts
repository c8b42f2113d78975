import { isTrail } from '../page-trail.ts';
import { parseToken } from '../parse-token.ts';
import { isStart, type Position, START } from '../position.ts';
import { areShownKeys } from '../shown-keys.ts';
import { compress, decompress } from './compress-token.ts';
import { bundleRanges, isRangeBundle, type RangeBundle, unbundleRanges } from './hashed-keys.ts';
import { comparePaths, isWithin, type Path } from './path.ts';
import type { PendingRange } from './pending-range.ts';
import type { ResumeState } from './resume-state.ts';

/** Characters of a token above which keys are hashed: with the shown keys, a cursor then has 8 kB at most. */
const MAX_NAMED_LENGTH = 4_000;

/** More ranges than one iteration leaves within a deadline; each costs a look at the composite sources around it. */
const MAX_RANGES = 4_096;

/**
 * Encodes a resume state as the position of a cursor: the token holds the ranges, the rest is the position within the
 * current range, so that cursors of one page share their token.
 */
export function encodeResumeState({ ranges, current }: ResumeState): Position {
  const here = ranges.find(({ id }) => id === current);
  const { shown, trail } = here?.at ?? START;
  const named = compress(textOf(ranges, here));
  if (named.length <= MAX_NAMED_LENGTH) return { token: named, shown, trail };
  const { rest, bundles } = bundleRanges(ranges.filter((range) => range !== here));
  const left = here ? [...rest, here].sort((one, other) => comparePaths(one.from, other.from)) : rest;
  return { token: compress(textOf(left, here, bundles)), shown, trail };
}

function textOf(
  ranges: readonly PendingRange[],
  here: PendingRange | undefined,
  bundles: readonly RangeBundle[] = [],
): string {
  const encoded = ranges.map((range): EncodedRange => {
    const { from, at, to } = range;
    if (at === null) return [from, to];
    if (isStart(at) || range === here) return [from, to, at.token];
    return [from, to, at.token, at.shown.hashes, at.shown.settled, at.trail.pages, at.trail.mark];
  });
  return JSON.stringify([here ? ranges.indexOf(here) : -1, bundles, ...encoded]);
}

/**
 * Decodes the pending ranges of a cursor, each with an id.
 *
 * @throws GatewayError INVALID_CURSOR for a token that `encodeResumeState` did not make
 */
export function decodeRanges({ token, ...here }: Position): readonly PendingRange[] {
  const [current, bundles, ...encoded] = parseToken(decompress(token ?? ''), isEncodedState);
  const named = encoded.map(([from, to, token, hashes = '', settled = 0, pages = 0, mark = ''], index) => {
    const range = { id: `range ${index}`, from, to, isRetry: to !== null };
    if (token === undefined) return { ...range, at: null };
    const there = { shown: { hashes, settled }, trail: { pages, mark } };
    return { ...range, at: { token, ...(index === current ? here : there) } };
  });
  return [...bundles.flatMap((bundle, index) => unbundleRanges(bundle, `bundle ${index}`)), ...named];
}

/** Members behind `to` are absent for a range that begins behind a list, or at the start of one. */
type EncodedRange = [
  from: Path,
  to: Path | null,
  token?: string | null,
  hashes?: string,
  settled?: number,
  pages?: number,
  mark?: string,
];

/** `current`: index of the range that the cursor stands in; -1 for none. */
type EncodedState = [current: number, bundles: RangeBundle[], ...ranges: EncodedRange[]];

function isEncodedState(value: unknown): value is EncodedState {
  if (!Array.isArray(value) || value.length > MAX_RANGES) return false;
  const [current, bundles, ...ranges] = value as unknown[];
  if (typeof current !== 'number' || !Array.isArray(bundles) || !bundles.every(isRangeBundle)) return false;
  return (
    ranges.every(isEncodedRange) &&
    ranges.every((range, index) => isForward(range) && (index === 0 || isBehind(range, ranges[index - 1])))
  );
}

/** Returns true if a range begins behind the end of another, so that nothing is in both. */
function isBehind([from]: EncodedRange, [, end]: EncodedRange = [[], []]): boolean {
  return end !== null && comparePaths(end, from) < 0 && !isWithin(from, end);
}

function isForward([from, to]: EncodedRange): boolean {
  return to === null || comparePaths(from, to) <= 0 || isWithin(from, to);
}

function isEncodedRange(range: unknown): range is EncodedRange {
  if (!Array.isArray(range)) return false;
  const [from, to, token = null, hashes = '', settled = 0, pages = 0, mark = ''] = range as unknown[];
  const isToken = token === null || typeof token === 'string';
  return (
    isPath(from) && (to === null || isPath(to)) && isToken && areShownKeys(hashes, settled) && isTrail(pages, mark)
  );
}

function isPath(path: unknown): path is Path {
  return Array.isArray(path) && path.every((key) => typeof key === 'string');
}
