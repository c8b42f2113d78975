import type { GatewayError } from '../../errors/gateway-error.ts';
import { comparePaths } from './path.ts';
import type { PendingRange } from './pending-range.ts';
import { isUnread, ownRange, type QueuedSource } from './queued-source.ts';

/** A source that failed, or did not answer in its share of the time, when it was its turn. */
export interface DeferredSource<Item, Metadata> {
  /** Number in the order in which sources of an iteration were deferred. */
  readonly id: number;
  readonly source: QueuedSource<Item, Metadata>;
  /** Error of the source; null: it timed out. */
  readonly error: GatewayError | null;
  /** False for a source that was deferred with a slow one of its unit, without a wait of its own. */
  readonly hadItsTurn: boolean;
  /** Id of the source deferred right before it, if both are of one range and nothing was read in between; else null. */
  readonly previous: number | null;
}

/** Several deferred sources, and the one range that contains them. */
interface DeferredRun<Item, Metadata> {
  readonly range: PendingRange;
  readonly sources: readonly QueuedSource<Item, Metadata>[];
}

/** Builds the entry for a source that is deferred next. */
export function deferredAfter<Item, Metadata>(
  latest: DeferredSource<Item, Metadata> | null,
  source: QueuedSource<Item, Metadata>,
  { id, error, hadItsTurn }: Pick<DeferredSource<Item, Metadata>, 'id' | 'error' | 'hadItsTurn'>,
): DeferredSource<Item, Metadata> {
  const isAdjacent = latest !== null && latest.source.range.id === source.range.id && isUnread(source);
  return { id, source, error, hadItsTurn, previous: isAdjacent ? latest.id : null };
}

/**
 * Joins adjacent deferred sources into runs of one range each: 300 sources that fail alike make a cursor no longer than one.
 *
 * @param deferred in the order in which they were deferred
 */
export function runsOf<Item, Metadata>(
  deferred: readonly DeferredSource<Item, Metadata>[],
): readonly DeferredRun<Item, Metadata>[] {
  const runs: DeferredSource<Item, Metadata>[][] = [];
  for (const [index, each] of deferred.entries()) {
    if (each.previous !== null && deferred[index - 1]?.id === each.previous) runs.at(-1)?.push(each);
    else runs.push([each]);
  }
  return runs.map((run) => {
    const sources = run.map(({ source }) => source);
    const members = sources.map(ownRange);
    const [first, last] = [members[0], members.at(-1)] as [PendingRange, PendingRange];
    const range = { ...first, id: `deferred ${run[0]?.id}`, to: last.to, isRetry: false };
    return { range: members.length > 1 ? { ...range, members } : range, sources };
  });
}

/** Returns the ranges of deferred sources in the order of the tree. */
export function deferredRanges<Item, Metadata>(deferred: readonly DeferredSource<Item, Metadata>[]): PendingRange[] {
  return runsOf(deferred)
    .map(({ range }) => range)
    .sort((one, other) => comparePaths(one.from, other.from));
}
