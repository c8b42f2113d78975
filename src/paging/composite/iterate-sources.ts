import { yieldToEventLoop } from '../event-loop.ts';
import { iterationMachine } from './iteration-machine.ts';
import { EVERYTHING, type PendingRange } from './pending-range.ts';
import { prefetcher } from './prefetch.ts';
import { type ItemFilter, pageItems } from './read-page.ts';
import { type ResumeState, resumeBehind, unreadRanges } from './resume-state.ts';
import { reportSources, type SourceReport } from './source-report.ts';
import type { Outcome } from './source-requests.ts';
import type { SourceNode } from './source-tree.ts';

/** An item, and what is pending behind it. */
export interface IteratorStep<Item> {
  readonly item: Item;
  /** Computed on demand: most queries encode one cursor of a page only. */
  resumeState(): ResumeState;
}

export interface IterateOptions<Item> extends ItemFilter<Item> {
  /** Pending ranges of a cursor; the whole tree if absent. */
  readonly ranges?: readonly PendingRange[];
  /** Time at which to stop waiting, by `performance.now()`. */
  readonly deadline: number;
  /** Items that will be read at most, by which requests ahead are bounded. @default Infinity */
  readonly wanted?: number;
}

/** Iterates over the lists of a source tree as over one list. */
export interface SourceIterator<Item, Metadata> {
  /**
   * Returns the next item; null at the end and after the deadline. A call must not begin before the one before it has ended.
   * The first call takes one page or composite source even after the deadline if it is answered without waiting.
   *
   * @throws GatewayError CURSOR_EXPIRED, and any other error of a source that is neither `UPSTREAM_*` nor `NOT_FOUND`
   */
  next(): Promise<IteratorStep<Item> | null>;
  /** Returns the progress so far: it must not change when the iteration continues. */
  progress(): IterationProgress<Metadata>;
}

export interface IterationProgress<Metadata> {
  /** Resume state of what was not read: sources that failed or timed out and, after the deadline, those not reached. */
  unread(): readonly PendingRange[];
  /** Status of each source, in the order of the tree. */
  reports(): readonly SourceReport<Metadata>[];
}

/**
 * Iterates over a tree of lists in order, and requests the next few ahead. A source that fails is deferred and the others go
 * on; one that is slow is deferred with what follows in its unit, and waited for after all others. Every resume state from
 * then on contains the deferred sources, so that the next page retries them.
 *
 * Drives the state machine of `transition.ts`: performs its effects, and passes their results to it as events.
 */
export function iterateSources<Item, Metadata>(
  root: SourceNode<Item, Metadata>,
  { ranges = [EVERYTHING], deadline, wanted = Infinity, ...selection }: IterateOptions<Item>,
): SourceIterator<Item, Metadata> {
  const machine = iterationMachine(root, ranges);
  let seen = 0;
  const sources = prefetcher(machine, deadline, () =>
    expectedSources(wanted - seen, machine.current().state.taken / seen),
  );
  const nextOfPage = pageItems<Item, Metadata>(selection);
  let turns = 0;

  function handle(outcome: Outcome<Item, Metadata> | undefined): IteratorStep<Item> | null {
    const { state, effect } = machine.current();
    if (effect.kind === 'end') return null;
    const { source } = effect;
    if (outcome?.kind === 'page') {
      const next = nextOfPage(source, outcome.page);
      if (next.kind === 'item') {
        seen += 1;
        return { item: next.item, resumeState: () => resumeBehind(state, source, next.behind()) };
      }
      sources.close(source);
      machine.dispatch(next);
    } else if (outcome?.kind === 'children') sources.expand(source, outcome.children);
    else if (outcome?.kind === 'failed') machine.dispatch(outcome);
    else machine.dispatch({ kind: performance.now() >= deadline ? 'deadline' : 'timed-out' });
    return null;
  }

  return {
    async next() {
      for (let { effect } = machine.current(); effect.kind !== 'end'; { effect } = machine.current()) {
        // Pages from the cache are answered without a turn of the event loop.
        await yieldToEventLoop();
        turns += 1;
        if (turns > 1 && performance.now() >= deadline) machine.dispatch({ kind: 'deadline' });
        else {
          const step = handle(await sources.answer(effect));
          if (step) return step;
        }
      }
      return null;
    },
    progress() {
      const { state } = machine.current();
      return { unread: () => unreadRanges(state), reports: () => reportSources(state) };
    },
  };
}

/** Requests ahead at least, so that the next source need not wait where the one in front has fewer items than expected. */
const MIN_EXPECTED = 2;

/**
 * Estimates how many sources the items that are still wanted take, by what those so far have had. Without a bound, a page that is
 * nearly full would request as many sources ahead as an empty one.
 *
 * @param sourcesPerItem NaN or Infinity as long as there was no item
 */
function expectedSources(wanted: number, sourcesPerItem: number): number {
  if (!Number.isFinite(sourcesPerItem)) return Infinity;
  return Math.max(MIN_EXPECTED, Math.ceil(wanted * sourcesPerItem));
}
