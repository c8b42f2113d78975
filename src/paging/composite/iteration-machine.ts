import type { PendingRange } from './pending-range.ts';
import type { SourceNode } from './source-tree.ts';
import { begin, type IterationEvent, type Transition, transition } from './transition.ts';

/** Holds the current state of one iteration, which is its only mutable state. */
export interface IterationMachine<Item, Metadata> {
  current(): Transition<Item, Metadata>;
  dispatch(event: IterationEvent<Item, Metadata>): void;
}

export function iterationMachine<Item, Metadata>(
  root: SourceNode<Item, Metadata>,
  ranges: readonly PendingRange[],
): IterationMachine<Item, Metadata> {
  let current = begin(root, ranges);
  return {
    current: () => current,
    dispatch(event) {
      current = transition(current.state, event);
    },
  };
}
