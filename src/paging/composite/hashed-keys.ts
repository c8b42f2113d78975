import { keyHash } from '../key-hash.ts';
import { isStart, START } from '../position.ts';
import type { Path } from './path.ts';
import type { PendingRange } from './pending-range.ts';

/** First character of a hash that replaces a key; no key begins with it. */
const MARK = '#';
/** Characters of a hash behind the mark: 30 bits, enough for the children of one composite source. */
const HASH_LENGTH = 5;

/**
 * Ranges that differ in hashes only: the key below the root, how many keys below that are hashed, the last key of the
 * first and of the last list (null: hashed as well), and the hashes, joined.
 */
export type RangeBundle = [root: string, depth: number, first: string | null, last: string | null, hashes: string];

/**
 * Replaces keys by hashes in ranges that are one source, or several sources of one parent, deferred as a whole: the
 * names of 500 fleets and stacks are longer than a cursor may be. `resolveHash` finds the key again.
 *
 * @returns the ranges that cannot be hashed, and bundles of the others
 */
export function bundleRanges(ranges: readonly PendingRange[]): {
  rest: readonly PendingRange[];
  bundles: readonly RangeBundle[];
} {
  const bundles = new Map<string, RangeBundle>();
  const rest: PendingRange[] = [];
  for (const range of ranges.flatMap(splitByParent)) {
    if (!addToBundle(bundles, range)) rest.push(range);
  }
  return { rest, bundles: [...bundles.values()] };
}

/** @returns false for a range that cannot be hashed */
function addToBundle(bundles: Map<string, RangeBundle>, { from, at, to }: PendingRange): boolean {
  if (at === null || !isStart(at) || to === null || !haveSameParent(from, to) || from.length < 2) return false;
  const last = from.length - 1;
  const isOneSource = from[last] === to[last];
  const hashed = from.slice(1, isOneSource ? undefined : last);
  const ends = isOneSource ? [null, null] : [from[last] ?? null, to[last] ?? null];
  const kind = [from[0] ?? '', hashed.length, ...ends] as [string, number, string | null, string | null];
  const key = JSON.stringify(kind);
  const bundle = bundles.get(key) ?? [...kind, ''];
  bundle[4] += hashed.map((name) => nameHash(name).slice(MARK.length)).join('');
  bundles.set(key, bundle);
  return true;
}

function haveSameParent(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((key, depth) => depth === one.length - 1 || key === other[depth]);
}

/** Splits a range over several parents into one range per parent. */
function splitByParent(range: PendingRange): readonly PendingRange[] {
  const { from, to, members } = range;
  if (!members || (to && haveSameParent(from, to))) return [range];
  const ranges: PendingRange[] = [];
  for (const member of members) {
    const latest = ranges.at(-1);
    const isAdjacent =
      latest?.to && member.to && haveSameParent(latest.to, member.from) && haveSameParent(latest.from, member.to);
    if (latest && isAdjacent) ranges[ranges.length - 1] = { ...latest, to: member.to };
    else ranges.push(member);
  }
  return ranges;
}

export function unbundleRanges([root, depth, first, last, hashes]: RangeBundle, idPrefix: string): PendingRange[] {
  const width = depth * HASH_LENGTH;
  return Array.from({ length: width > 0 ? Math.floor(hashes.length / width) : 0 }, (_, index) => {
    const names = Array.from({ length: depth }, (_, level) => {
      const start = index * width + level * HASH_LENGTH;
      return MARK + hashes.slice(start, start + HASH_LENGTH);
    });
    const path = (end: string | null) => [root, ...names, ...(end === null ? [] : [end])];
    return { id: `${idPrefix}.${index}`, from: path(first), at: START, to: path(last), isRetry: true };
  });
}

export function isRangeBundle(value: unknown): value is RangeBundle {
  if (!Array.isArray(value) || value.length !== 5) return false;
  const [root, depth, first, last, hashes] = value as unknown[];
  const areKeys = typeof root === 'string' && [first, last].every((key) => key === null || typeof key === 'string');
  const isDepth = Number.isInteger(depth) && Number(depth) > 0 && Number(depth) < 10;
  return areKeys && isDepth && typeof hashes === 'string' && hashes.length <= 100_000;
}

/**
 * Replaces the hash at `depth` by the key of the child that is entered there. Children with one hash get ranges of their
 * own, with ids of their own; a range without a hash at that depth is returned as it is.
 */
export function resolveHash(range: PendingRange, depth: number, key: string): PendingRange {
  const hash = range.from[depth];
  if (hash === undefined || !isHash(hash)) return range;
  const resolve = (path: Path) => path.map((each, index) => (index === depth && each === hash ? key : each));
  return { ...range, id: `${range.id}/${key}`, from: resolve(range.from), to: range.to && resolve(range.to) };
}

export function isHash(key: string): boolean {
  return key.startsWith(MARK);
}

export function nameHash(key: string): string {
  return isHash(key) ? key : MARK + keyHash(key).slice(0, HASH_LENGTH);
}
