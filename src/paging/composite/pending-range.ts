import { type Position, START } from '../position.ts';
import { comparePaths, isWithin, type Path } from './path.ts';

/**
 * A range of a source tree that is still to be read, from a position in one list to the end of another. A cursor holds
 * several, ascending and disjoint.
 */
export interface PendingRange {
  /** Unique among the ranges of one iteration. Ranges are compared by id: a copy is the same range. */
  readonly id: string;
  /** The first list or composite source of the range. */
  readonly from: Path;
  /** Position in that list at which the range begins; null: behind its last item. */
  readonly at: Position | null;
  /** The last list or composite source of the range, all of it; null: the range has no end. */
  readonly to: Path | null;
  /** True if an earlier page deferred the range; a source in it then gets less time. */
  readonly isRetry: boolean;
  /** The sources in it, where several were deferred together: hashing splits the range by their parents. */
  readonly members?: readonly PendingRange[];
}

/** The whole tree, as an iteration without a cursor reads it. */
export const EVERYTHING: PendingRange = { id: 'all', from: [], at: START, to: null, isRetry: false };

/** Returns true unless a range certainly contains nothing of the list or composite source at `path`. */
export function mayContain({ from, at, to }: PendingRange, path: Path): boolean {
  const isBefore = at === null ? comparePaths(path, from) <= 0 : comparePaths(path, from) < 0;
  if (isBefore && !(path.length < from.length && isWithin(from, path))) return false;
  return to === null || comparePaths(path, to) <= 0 || isWithin(path, to);
}
