import type { GatewayError } from '../errors.ts';
import type { Interval } from './interval.ts';
import type { Entry } from './look-ahead.ts';
import { isStart } from './position.ts';
import { comparePaths, isWithin } from './source-tree.ts';

/** What a cursor holds. */
export interface Remaining {
  readonly intervals: readonly Interval[];
  /** Which of them stands where the item was. */
  readonly current: number;
}

/** A list or group that could not be read when it was its turn. */
export interface Aside<Item, About> {
  readonly entry: Entry<Item, About>;
  /** Why it failed; null: it was passed over. */
  readonly error: GatewayError | null;
  /** Whether it was waited for; what is behind it in its unit is passed over with it. */
  readonly wasWaitedFor: boolean;
  /** The one that was set aside right before it, of the same stretch and with nothing read in between. */
  readonly neighbour: Aside<Item, About> | null;
}

/** From an entry on, to the end of its stretch. A group may begin before its stretch does. */
export function startingAt<Item, About>({ path, position, interval }: Entry<Item, About>): Interval {
  const { from, to } = interval;
  return path.length < from.length && isWithin(from, path) ? interval : { from: path, at: position, to };
}

/** An entry alone; no more of it than belongs to its stretch. */
function ownInterval<Item, About>(entry: Entry<Item, About>): Interval {
  const { to } = entry.interval;
  return { ...startingAt(entry), to: to !== null && isWithin(to, entry.path) ? to : entry.path };
}

/** Whether all of an entry is left. */
export function isWhole<Item, About>(entry: Entry<Item, About>): boolean {
  const { from, at } = startingAt(entry);
  return from === entry.path && at !== null && isStart(at);
}

/** Neighbours, as they were set aside one right behind the other, and the one stretch that they make. */
export function runsOf<Item, About>(
  aside: readonly Aside<Item, About>[],
): readonly { readonly interval: Interval; readonly entries: readonly Entry<Item, About>[] }[] {
  const runs: Entry<Item, About>[][] = [];
  for (const [index, { entry, neighbour }] of aside.entries()) {
    if (neighbour !== null && aside[index - 1] === neighbour) runs.at(-1)?.push(entry);
    else runs.push([entry]);
  }
  return runs.map((entries) => {
    const [first, last] = [entries[0], entries.at(-1)] as [Entry<Item, About>, Entry<Item, About>];
    const members = entries.length > 1 ? { members: entries.map(ownInterval) } : {};
    return { interval: { ...ownInterval(first), to: ownInterval(last).to, ...members }, entries };
  });
}

/** Neighbours are owed as one stretch: three hundred that fail alike make no longer a cursor than one. */
export function mergeAside<Item, About>(aside: readonly Aside<Item, About>[]): Interval[] {
  return runsOf(aside)
    .map(({ interval }) => interval)
    .sort((one, other) => comparePaths(one.from, other.from));
}

/** All that is left behind an item: what was set aside, the rest of its own stretch, and the stretches behind that. */
export function remainingFrom<Item, About>(
  aside: readonly Aside<Item, About>[],
  here: Interval,
  entries: readonly Entry<Item, About>[],
): Remaining {
  const firsts = new Map<Interval, Entry<Item, About>>();
  for (const entry of entries) if (!firsts.has(entry.interval)) firsts.set(entry.interval, entry);
  const [own, ...others] = firsts.keys();
  const later = others.map((interval) => startingAt(firsts.get(interval) as Entry<Item, About>));
  const isDone = own === undefined || (here.at === null && own.to !== null && comparePaths(here.from, own.to) === 0);
  const intervals = [...mergeAside(aside), ...(isDone ? [] : [here]), ...later];
  intervals.sort((one, other) => comparePaths(one.from, other.from));
  return { intervals, current: isDone ? -1 : intervals.indexOf(here) };
}
