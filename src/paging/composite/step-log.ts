import type { IterationProgress, IteratorStep, SourceIterator } from './iterate-sources.ts';
import { type ItemSelection, waitingReaders } from './waiting-readers.ts';

/** A step of a shared iteration, and the progress after it. */
export interface SharedStep<Item, Metadata> {
  readonly step: IteratorStep<Item>;
  readonly progress: IterationProgress<Metadata>;
  /** Index among all steps. */
  readonly index: number;
  /** Index among the steps of its group. */
  readonly indexInGroup: number;
}

/** The steps of a shared iteration, in order and by group. Reads on while a reader waits. */
export interface StepLog<Item, Metadata> {
  /** Returns the steps of one group so far; null: of all. */
  stepsOf(group: string | null): readonly SharedStep<Item, Metadata>[];
  /** Waits for the next selected step; null if none comes. */
  wait(selection: ItemSelection<Item>): Promise<SharedStep<Item, Metadata> | null>;
  /** Returns true if the iteration has ended. */
  isEnded(): boolean;
  /** Returns true if no step will be added: the iteration has ended, or `maxSteps` are held. */
  isClosed(): boolean;
}

export function stepLog<Item, Metadata>(
  iterator: SourceIterator<Item, Metadata>,
  groupOf: (item: Item) => string | null,
  maxSteps: number,
): StepLog<Item, Metadata> {
  const all: SharedStep<Item, Metadata>[] = [];
  const groups = new Map<string, SharedStep<Item, Metadata>[]>();
  const readers = waitingReaders<Item, SharedStep<Item, Metadata>>();
  let hasEnded = false;
  let isReading = false;
  const isClosed = () => hasEnded || all.length >= maxSteps;

  function add(step: IteratorStep<Item>): void {
    const group = groupOf(step.item);
    const steps = (group === null ? undefined : groups.get(group)) ?? [];
    const shared = { step, progress: iterator.progress(), index: all.length, indexInGroup: steps.length };
    all.push(shared);
    steps.push(shared);
    if (group !== null) groups.set(group, steps);
    readers.resolve(group, step.item, shared);
  }

  async function readWhileAwaited(): Promise<void> {
    while (readers.isAnyWaiting() && !isClosed()) {
      const step = await iterator.next();
      if (step === null) hasEnded = true;
      else add(step);
    }
    // Reset in the same turn as the loop ends: a reader that begins to wait right after starts the next one.
    isReading = false;
    if (isClosed()) readers.resolveAll(null);
  }

  async function read(): Promise<void> {
    if (isReading) return;
    isReading = true;
    await readWhileAwaited().catch((error: unknown) => {
      isReading = false;
      readers.rejectAll(error);
    });
  }

  return {
    stepsOf: (group) => (group === null ? all : (groups.get(group) ?? [])),
    wait(selection) {
      const { promise, resolve, reject } = Promise.withResolvers<SharedStep<Item, Metadata> | null>();
      readers.add({ selection, resolve, reject });
      void read();
      return promise;
    },
    isEnded: () => hasEnded,
    isClosed,
  };
}
