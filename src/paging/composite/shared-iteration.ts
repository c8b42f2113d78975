import type { IterationProgress, IteratorStep, SourceIterator } from './iterate-sources.ts';
import type { PendingRange } from './pending-range.ts';
import { type SharedStep, type StepLog, stepLog } from './step-log.ts';
import type { ItemSelection } from './waiting-readers.ts';

/** Iteration with many readers: every page is read once, and every item is grouped once. */
export interface SharedIteration<Item, Metadata> {
  /** Returns an iterator from the start over the selected items, as if no others existed. */
  reader(selection: ItemSelection<Item>): SourceIterator<Item, Metadata>;
}

interface SharedIterationOptions<Item, Metadata> {
  /** Returns the group of an item; null for none. */
  readonly groupOf: (item: Item) => string | null;
  /** Iterates for one reader from where the shared iteration stopped. */
  readonly continueAlone: (
    ranges: readonly PendingRange[],
    matches: (item: Item) => boolean,
  ) => SourceIterator<Item, Metadata>;
  /** Steps held in memory for later readers; a reader that needs more continues alone. */
  readonly maxSteps?: number;
}

const MAX_STEPS = 50_000;

/** @param iterator of all items; nothing else may read it */
export function shareIteration<Item, Metadata>(
  iterator: SourceIterator<Item, Metadata>,
  { groupOf, continueAlone, maxSteps = MAX_STEPS }: SharedIterationOptions<Item, Metadata>,
): SharedIteration<Item, Metadata> {
  const log = stepLog(iterator, groupOf, maxSteps);
  return { reader: (selection) => sharedReader(iterator, log, selection, continueAlone) };
}

function sharedReader<Item, Metadata>(
  iterator: SourceIterator<Item, Metadata>,
  log: StepLog<Item, Metadata>,
  selection: ItemSelection<Item>,
  continueAlone: SharedIterationOptions<Item, Metadata>['continueAlone'],
): SourceIterator<Item, Metadata> {
  let index = 0;
  let progress: IterationProgress<Metadata> = iterator.progress();
  let alone: SourceIterator<Item, Metadata> | null = null;

  /** Returns the next selected step that was read before. */
  function nextLogged(): SharedStep<Item, Metadata> | null {
    const steps = log.stepsOf(selection.group);
    while (index < steps.length) {
      const shared = steps[index] as SharedStep<Item, Metadata>;
      index += 1;
      if (selection.matches(shared.step.item)) return shared;
    }
    return null;
  }

  return {
    progress: () => alone?.progress() ?? progress,
    async next(): Promise<IteratorStep<Item> | null> {
      if (alone) return alone.next();
      const shared = nextLogged() ?? (log.isClosed() ? null : await log.wait(selection));
      if (shared) {
        index = (selection.group === null ? shared.index : shared.indexInGroup) + 1;
        progress = shared.progress;
        return shared.step;
      }
      if (log.isEnded()) {
        progress = iterator.progress();
        return null;
      }
      alone = continueAlone(log.stepsOf(null).at(-1)?.step.resumeState().ranges ?? [], selection.matches);
      return alone.next();
    },
  };
}
