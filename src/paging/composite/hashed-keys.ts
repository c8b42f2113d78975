import { keyHash } from '../key-hash.ts';
import { isStart, START } from '../position.ts';
import type { PendingRange } from './pending-range.ts';
import type { Path } from './source-tree.ts';

/** No key of a list or group begins like this. */
const MARK = '#';
/** Of a key below the root: a thousand fleets are told apart by 30 bits. */
const LENGTH = 5;

/** Intervals that differ in names alone: root, how many names below it are hashed, the first and last key, and the hashes. */
export type Bundle = [root: string, depth: number, first: string | null, last: string | null, hashes: string];

/**
 * Puts hashes in place of names in intervals that are lists or groups owed whole, or several of one group: the names of five
 * hundred fleets and stacks are longer than a cursor may be. What is named by a hash is found again among the children of its
 * group (`resolveKey`).
 *
 * @returns the intervals that stay as they are, and the bundles of the others
 */
export function bundle(intervals: readonly PendingRange[]): {
  rest: readonly PendingRange[];
  bundles: readonly Bundle[];
} {
  const bundles = new Map<string, Bundle>();
  const rest = intervals.flatMap(byGroup).filter((interval) => {
    const { from, at, to } = interval;
    if (at === null || !isStart(at) || to === null || !areOfOneGroup(from, to) || from.length < 2) return true;
    const last = from.length - 1;
    const isOne = from[last] === to[last];
    const hashed = from.slice(1, isOne ? undefined : last);
    const ends = isOne ? [null, null] : [from[last] ?? null, to[last] ?? null];
    const kind = [from[0] ?? '', hashed.length, ...ends] as [string, number, string | null, string | null];
    const key = JSON.stringify(kind);
    const known = bundles.get(key) ?? [...kind, ''];
    known[4] += hashed.map((name) => nameHash(name).slice(MARK.length)).join('');
    bundles.set(key, known);
    return false;
  });
  return { rest, bundles: [...bundles.values()] };
}

function areOfOneGroup(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((key, depth) => depth === one.length - 1 || key === other[depth]);
}

/** A run of lists of several groups, as a run for each group. */
function byGroup(interval: PendingRange): readonly PendingRange[] {
  const { from, to, members } = interval;
  if (!members || (to && areOfOneGroup(from, to))) return [interval];
  const runs: PendingRange[] = [];
  for (const member of members) {
    const run = runs.at(-1);
    const goesOn = run?.to && member.to && areOfOneGroup(run.to, member.from) && areOfOneGroup(run.from, member.to);
    if (run && goesOn) runs[runs.length - 1] = { from: run.from, at: run.at, to: member.to };
    else runs.push(member);
  }
  return runs;
}

export function unbundle([root, depth, first, last, hashes]: Bundle): PendingRange[] {
  const width = depth * LENGTH;
  return Array.from({ length: width > 0 ? Math.floor(hashes.length / width) : 0 }, (_, index) => {
    const names = Array.from({ length: depth }, (_, level) => {
      const start = index * width + level * LENGTH;
      return MARK + hashes.slice(start, start + LENGTH);
    });
    const path = (end: string | null) => [root, ...names, ...(end === null ? [] : [end])];
    return { from: path(first), at: START, to: path(last) };
  });
}

export function isBundle(value: unknown): value is Bundle {
  if (!Array.isArray(value) || value.length !== 5) return false;
  const [root, depth, first, last, hashes] = value as unknown[];
  const areKeys = typeof root === 'string' && [first, last].every((key) => key === null || typeof key === 'string');
  const isDepth = Number.isInteger(depth) && Number(depth) > 0 && Number(depth) < 10;
  return areKeys && isDepth && typeof hashes === 'string' && hashes.length <= 100_000;
}

/** An interval as it is within this part of a group, which its hash names if it has one there. */
export function resolveKey(interval: PendingRange, depth: number, key: string): PendingRange {
  const { from, at, to } = interval;
  const hash = from[depth];
  if (hash === undefined || !isHashed(hash)) return interval;
  const resolved = (path: Path) => path.map((each, index) => (index === depth && each === hash ? key : each));
  return { from: resolved(from), at, to: to && resolved(to) };
}

export function isHashed(key: string): boolean {
  return key.startsWith(MARK);
}

export function nameHash(key: string): string {
  return isHashed(key) ? key : MARK + keyHash(key).slice(0, LENGTH);
}
