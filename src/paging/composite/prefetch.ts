import type { ChildIndex } from './child-index.ts';
import type { IterationMachine } from './iteration-machine.ts';
import { firstOfEachRange } from './iteration-state.ts';
import type { QueuedSource } from './queued-source.ts';
import { settledWithin } from './settled-within.ts';
import { type Outcome, sourceRequests } from './source-requests.ts';
import type { IterationEffect } from './transition.ts';

/** Requests the sources of an iteration before their turn, and waits for them. */
interface Prefetcher<Item, Metadata> {
  /**
   * Waits for the source that an effect names, or in the last round for any, which is then moved to the front.
   *
   * @returns undefined if no answer came in time
   */
  answer(effect: ReadEffect<Item, Metadata>): Promise<Outcome<Item, Metadata> | undefined>;
  /** Passes the children of a queued composite source to the machine. */
  expand(source: QueuedSource<Item, Metadata>, children: ChildIndex<Item, Metadata>): void;
  /** Drops a page that was read. */
  close(source: QueuedSource<Item, Metadata>): void;
}

type ReadEffect<Item, Metadata> = Exclude<IterationEffect<Item, Metadata>, { kind: 'end' }>;

/**
 * @param deadline when to stop waiting, by `performance.now()`
 * @param limit returns how many sources may be requested at once, at most
 */
export function prefetcher<Item, Metadata>(
  machine: IterationMachine<Item, Metadata>,
  deadline: number,
  limit: () => number,
): Prefetcher<Item, Metadata> {
  const requests = sourceRequests<Item, Metadata>(() => isWaiting && prefetch());
  const expanded = new Set<string>();
  let isWaiting = false;

  function expand(source: QueuedSource<Item, Metadata>, children: ChildIndex<Item, Metadata>): void {
    const isFirst = !expanded.has(source.request);
    expanded.add(source.request);
    machine.dispatch({ kind: 'children', source, children, isFirst });
  }

  /** Requests what the effect names. The first source is expanded in its turn, where an empty one is reported. */
  function requestSome(effect: ReadEffect<Item, Metadata>): boolean {
    for (const source of effect.prefetch.slice(0, limit())) {
      const { outcome } = requests.open(source);
      if (outcome?.kind !== 'children' || source.request === effect.source.request) continue;
      if (outcome.children.sorted.length === 0) continue;
      expand(source, outcome.children);
      return true;
    }
    return false;
  }

  function prefetch(): void {
    let { effect } = machine.current();
    // Children replace their parent in the queue, and may be requested at once.
    while (effect.kind !== 'end' && requestSome(effect)) ({ effect } = machine.current());
  }

  async function wait(sources: readonly QueuedSource<Item, Metadata>[], milliseconds: number): Promise<void> {
    isWaiting = true;
    const answers = sources.flatMap((source) => requests.find(source)?.answer ?? []);
    await settledWithin(milliseconds, answers).finally(() => {
      isWaiting = false;
    });
  }

  return {
    async answer(effect) {
      const { source } = effect;
      const request = requests.open(source);
      prefetch();
      if (request.outcome) return request.outcome;
      if (effect.kind === 'read') {
        // Counted from the request on, so that several slow sources are waited for together.
        const reserved = (deadline - request.requestedAt) * (1 - effect.timeShare);
        await wait([source], deadline - performance.now() - reserved);
        return request.outcome;
      }
      const firsts = () => firstOfEachRange(machine.current().state);
      await wait(firsts(), deadline - performance.now());
      const answered = firsts().find((each) => requests.find(each)?.outcome);
      if (answered) machine.dispatch({ kind: 'answered', rangeId: answered.range.id });
      return answered && requests.find(answered)?.outcome;
    },
    expand,
    close: requests.close,
  };
}
