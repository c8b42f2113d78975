import type { IterationState, SourceIterator, Step } from './iterate-sources.ts';
import type { PendingRange } from './pending-range.ts';

/** Which items of a shared walk a reader is given. */
export interface Wanted<Item> {
  readonly matches: (item: Item) => boolean;
  /** The one group that they are all of, if they are: then no item of another group is looked at. */
  readonly group: string | null;
}

/** One walk with many readers: every page is read once, and every item is put into its group once. */
export interface SharedIteration<Item, Metadata> {
  /** The walk as if only these items were in it. */
  reader(wanted: Wanted<Item>): SourceIterator<Item, Metadata>;
}

interface Options<Item, Metadata> {
  /** The group of an item; null for none. */
  readonly groupOf: (item: Item) => string | null;
  /** Reads on alone from what a step leaves. */
  readonly continueAlone: (
    intervals: readonly PendingRange[],
    matches: (item: Item) => boolean,
  ) => SourceIterator<Item, Metadata>;
  /** Steps that are held for readers who come later; whoever needs more reads on alone. */
  readonly maxSteps?: number;
}

/** A step, and how the walk stood once it was taken. */
interface Taken<Item, Metadata> {
  readonly step: Step<Item>;
  readonly state: IterationState<Metadata>;
  /** Its place among all, and in its group. */
  readonly at: number;
  readonly atInGroup: number;
}

interface Waiting<Item, Metadata> {
  readonly wanted: Wanted<Item>;
  /** Null at the end of what is shared. */
  readonly resolve: (taken: Taken<Item, Metadata> | null) => void;
  readonly reject: (error: unknown) => void;
}

const MAX_STEPS = 50_000;

/** @param walk of all items; nobody else may read it */
export function shareIteration<Item, Metadata>(
  walk: SourceIterator<Item, Metadata>,
  { groupOf, continueAlone, maxSteps = MAX_STEPS }: Options<Item, Metadata>,
): SharedIteration<Item, Metadata> {
  const all: Taken<Item, Metadata>[] = [];
  const groups = new Map<string | null, Taken<Item, Metadata>[]>();
  const waitingFor = new Map<string | null, Set<Waiting<Item, Metadata>>>();
  let isEnded = false;
  let isReading = false;

  /** Reads for as long as somebody waits. */
  async function read(): Promise<void> {
    if (isReading) return;
    isReading = true;
    try {
      while (waitingFor.size > 0 && all.length < maxSteps) {
        const step = await walk.next();
        if (step === null) {
          isEnded = true;
          break;
        }
        give(step);
      }
      if (isEnded || all.length >= maxSteps) for (const reader of everybody()) reader.resolve(null);
    } catch (error) {
      for (const reader of everybody()) reader.reject(error);
    } finally {
      isReading = false;
    }
  }

  function give(step: Step<Item>): void {
    const { item } = step;
    const group = groupOf(item);
    const ofGroup = groups.get(group) ?? [];
    const taken = { step, state: walk.state(), at: all.length, atInGroup: ofGroup.length };
    all.push(taken);
    groups.set(group, ofGroup);
    ofGroup.push(taken);
    for (const key of group === null ? [null] : [null, group]) {
      for (const reader of waitingFor.get(key) ?? []) {
        if (!reader.wanted.matches(item)) continue;
        leave(reader);
        reader.resolve(taken);
      }
    }
  }

  function wait(wanted: Wanted<Item>): Promise<Taken<Item, Metadata> | null> {
    const { promise, resolve, reject } = Promise.withResolvers<Taken<Item, Metadata> | null>();
    const readers = waitingFor.get(wanted.group) ?? new Set();
    waitingFor.set(wanted.group, readers.add({ wanted, resolve, reject }));
    void read();
    return promise;
  }

  function leave(reader: Waiting<Item, Metadata>): void {
    const readers = waitingFor.get(reader.wanted.group);
    readers?.delete(reader);
    if (readers?.size === 0) waitingFor.delete(reader.wanted.group);
  }

  function everybody(): Waiting<Item, Metadata>[] {
    const readers = [...waitingFor.values()].flatMap((each) => [...each]);
    waitingFor.clear();
    return readers;
  }

  function reader(wanted: Wanted<Item>): SourceIterator<Item, Metadata> {
    let index = 0;
    let state = walk.state();
    let alone: SourceIterator<Item, Metadata> | null = null;

    /** The next that was taken before; null where there is none. */
    function known(): Taken<Item, Metadata> | null {
      const taken = wanted.group === null ? all : (groups.get(wanted.group) ?? []);
      while (index < taken.length) {
        const each = taken[index] as Taken<Item, Metadata>;
        index += 1;
        if (wanted.matches(each.step.item)) return each;
      }
      return null;
    }

    async function next(): Promise<Step<Item> | null> {
      if (alone) return alone.next();
      const taken = known() ?? (isEnded || all.length >= maxSteps ? null : await wait(wanted));
      if (taken) {
        index = (wanted.group === null ? taken.at : taken.atInGroup) + 1;
        state = taken.state;
        return taken.step;
      }
      if (isEnded) {
        state = walk.state();
        return null;
      }
      alone = continueAlone(all.at(-1)?.step.remaining().intervals ?? [], wanted.matches);
      return alone.next();
    }

    return {
      next,
      state: () => alone?.state() ?? state,
    };
  }
  return { reader };
}
