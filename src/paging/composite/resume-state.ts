import type { GatewayError } from '../../errors/gateway-error.ts';
import { isStart } from '../position.ts';
import type { PendingRange } from './pending-range.ts';
import type { Entry } from './prefetch.ts';
import { comparePaths, isWithin } from './source-tree.ts';

/** What a cursor holds. */
export interface ResumeState {
  readonly intervals: readonly PendingRange[];
  /** Which of them stands where the item was. */
  readonly current: number;
}

/** A list or group that could not be read when it was its turn. */
export interface DeferredSource<Item, Metadata> {
  readonly entry: Entry<Item, Metadata>;
  /** Why it failed; null: it was passed over. */
  readonly error: GatewayError | null;
  /** Whether it was waited for; what is behind it in its unit is passed over with it. */
  readonly wasWaitedFor: boolean;
  /** The one that was set aside right before it, of the same stretch and with nothing read in between. */
  readonly neighbour: DeferredSource<Item, Metadata> | null;
}

/** From an entry on, to the end of its stretch. A group may begin before its stretch does. */
export function startingAt<Item, Metadata>({ path, position, interval }: Entry<Item, Metadata>): PendingRange {
  const { from, to } = interval;
  return path.length < from.length && isWithin(from, path) ? interval : { from: path, at: position, to };
}

/** An entry alone; no more of it than belongs to its stretch. */
function ownInterval<Item, Metadata>(entry: Entry<Item, Metadata>): PendingRange {
  const { to } = entry.interval;
  return { ...startingAt(entry), to: to !== null && isWithin(to, entry.path) ? to : entry.path };
}

/** Whether all of an entry is left. */
export function isWhole<Item, Metadata>(entry: Entry<Item, Metadata>): boolean {
  const { from, at } = startingAt(entry);
  return from === entry.path && at !== null && isStart(at);
}

/** Neighbours, as they were set aside one right behind the other, and the one stretch that they make. */
export function runsOf<Item, Metadata>(
  aside: readonly DeferredSource<Item, Metadata>[],
): readonly { readonly interval: PendingRange; readonly entries: readonly Entry<Item, Metadata>[] }[] {
  const runs: Entry<Item, Metadata>[][] = [];
  for (const [index, { entry, neighbour }] of aside.entries()) {
    if (neighbour !== null && aside[index - 1] === neighbour) runs.at(-1)?.push(entry);
    else runs.push([entry]);
  }
  return runs.map((entries) => {
    const [first, last] = [entries[0], entries.at(-1)] as [Entry<Item, Metadata>, Entry<Item, Metadata>];
    const members = entries.length > 1 ? { members: entries.map(ownInterval) } : {};
    return { interval: { ...ownInterval(first), to: ownInterval(last).to, ...members }, entries };
  });
}

/** Neighbours are owed as one stretch: three hundred that fail alike make no longer a cursor than one. */
export function mergeAside<Item, Metadata>(aside: readonly DeferredSource<Item, Metadata>[]): PendingRange[] {
  return runsOf(aside)
    .map(({ interval }) => interval)
    .sort((one, other) => comparePaths(one.from, other.from));
}

/** All that is left behind an item: what was set aside, the rest of its own stretch, and the stretches behind that. */
export function remainingFrom<Item, Metadata>(
  aside: readonly DeferredSource<Item, Metadata>[],
  here: PendingRange,
  entries: readonly Entry<Item, Metadata>[],
): ResumeState {
  const firsts = new Map<PendingRange, Entry<Item, Metadata>>();
  for (const entry of entries) if (!firsts.has(entry.interval)) firsts.set(entry.interval, entry);
  const [own, ...others] = firsts.keys();
  const later = others.map((interval) => startingAt(firsts.get(interval) as Entry<Item, Metadata>));
  const isDone = own === undefined || (here.at === null && own.to !== null && comparePaths(here.from, own.to) === 0);
  const intervals = [...mergeAside(aside), ...(isDone ? [] : [here]), ...later];
  intervals.sort((one, other) => comparePaths(one.from, other.from));
  return { intervals, current: isDone ? -1 : intervals.indexOf(here) };
}
