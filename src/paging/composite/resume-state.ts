import type { Position } from '../position.ts';
import { deferredRanges } from './deferred-source.ts';
import { deferredOf, firstOfEachRange, type IterationState } from './iteration-state.ts';
import { comparePaths } from './path.ts';
import type { PendingRange } from './pending-range.ts';
import { type QueuedSource, rangeFrom } from './queued-source.ts';

/** Everything that an iteration still has to read from a point on: the content of a cursor. */
export interface ResumeState {
  /** Ascending and disjoint. */
  readonly ranges: readonly PendingRange[];
  /** Id of the range that begins at the cursor; null if the range ended there. */
  readonly current: string | null;
}

/**
 * Returns what is pending behind an item: the deferred sources, the rest of the item's range, and the ranges behind that.
 *
 * @param state when the item was read: its list is in front of the queue
 * @param behind the position behind the item; null at the end of its list
 */
export function resumeBehind<Item, Metadata>(
  state: IterationState<Item, Metadata>,
  { path, range: { id, to } }: QueuedSource<Item, Metadata>,
  behind: Position | null,
): ResumeState {
  const later = queuedRanges(state).filter((range) => range.id !== id);
  const isRangeDone = behind === null && to !== null && comparePaths(path, to) === 0;
  const rest = isRangeDone ? [] : [{ id, from: path, at: behind, to, isRetry: false }];
  return {
    ranges: inOrder([...deferredRanges(deferredOf(state)), ...rest, ...later]),
    current: isRangeDone ? null : id,
  };
}

/** Returns what an iteration could not read: deferred sources and, after the deadline, everything still queued. */
export function unreadRanges<Item, Metadata>(state: IterationState<Item, Metadata>): readonly PendingRange[] {
  const queued = state.isOutOfTime ? queuedRanges(state) : [];
  return inOrder([...deferredRanges(deferredOf(state)), ...queued]);
}

/** Returns what is left of each range in the queue, from its first source on. */
function queuedRanges<Item, Metadata>(state: IterationState<Item, Metadata>): PendingRange[] {
  return firstOfEachRange(state).map(rangeFrom);
}

function inOrder(ranges: readonly PendingRange[]): readonly PendingRange[] {
  return [...ranges].sort((one, other) => comparePaths(one.from, other.from));
}
