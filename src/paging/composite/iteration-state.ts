import { type DeferredSource, deferredAfter, runsOf } from './deferred-source.ts';
import { type LinkedList, prepend, valuesOf } from './linked-list.ts';
import type { Path } from './path.ts';
import { ownRange, type QueuedSource } from './queued-source.ts';

/** Everything that decides what an iteration does next. Immutable, so that a cursor can be made of any earlier state. */
export interface IterationState<Item, Metadata> {
  /** Sources to read, in order. */
  readonly queue: LinkedList<QueuedSource<Item, Metadata>>;
  /** Sources that failed or timed out, the latest first. */
  readonly deferred: LinkedList<DeferredSource<Item, Metadata>>;
  /** The latest of them, while nothing has been read since. */
  readonly latestDeferred: DeferredSource<Item, Metadata> | null;
  /** Sources deferred so far: the next id. */
  readonly deferrals: number;
  /** Number of `deferred` sources that timed out. */
  readonly timedOut: number;
  /** Sources that were read to their end, or needed no reading. */
  readonly complete: LinkedList<Described<Metadata>>;
  /** Sources taken from the queue so far; widens the prefetch. */
  readonly taken: number;
  /** True while the queue holds sources that timed out in their own turn: the one that answers first is then read first. */
  readonly isLastRound: boolean;
  /** True after the deadline. */
  readonly isOutOfTime: boolean;
}

/** A source as it is reported to the client. */
export interface Described<Metadata> {
  readonly path: Path;
  readonly metadata: Metadata | undefined;
  /** Metadata of each composite source around it, from the root on. */
  readonly outer: readonly (Metadata | undefined)[];
}

export function queueOf<Item, Metadata>({
  queue,
}: IterationState<Item, Metadata>): Generator<QueuedSource<Item, Metadata>, void> {
  return valuesOf(queue);
}

/** Returns the first source of each pending range in the queue. */
export function firstOfEachRange<Item, Metadata>(
  state: IterationState<Item, Metadata>,
): readonly QueuedSource<Item, Metadata>[] {
  const firsts = new Map<string, QueuedSource<Item, Metadata>>();
  for (const source of queueOf(state)) if (!firsts.has(source.range.id)) firsts.set(source.range.id, source);
  return [...firsts.values()];
}

/** Returns the deferred sources in the order in which they were deferred. */
export function deferredOf<Item, Metadata>({
  deferred,
}: IterationState<Item, Metadata>): DeferredSource<Item, Metadata>[] {
  return [...valuesOf(deferred)].reverse();
}

/** Moves the first source of the queue to the deferred ones. */
export function deferFirst<Item, Metadata>(
  state: IterationState<Item, Metadata>,
  { error, hadItsTurn = true }: Pick<DeferredSource<Item, Metadata>, 'error'> & { readonly hadItsTurn?: boolean },
): IterationState<Item, Metadata> {
  if (state.queue === null) return state;
  const latestDeferred = deferredAfter(state.latestDeferred, state.queue.value, {
    id: state.deferrals,
    error,
    hadItsTurn,
  });
  return {
    ...state,
    queue: state.queue.rest,
    deferred: { value: latestDeferred, rest: state.deferred },
    latestDeferred,
    deferrals: state.deferrals + 1,
    timedOut: state.timedOut + (error === null ? 1 : 0),
    taken: state.taken + 1,
  };
}

/**
 * Queues sources that timed out once more when the queue is empty: first those that had no turn of their own, then, in
 * the last round, all that are left.
 */
export function beginRound<Item, Metadata>(state: IterationState<Item, Metadata>): IterationState<Item, Metadata> {
  if (state.queue !== null || state.timedOut === 0 || state.isLastRound) return state;
  const deferred = deferredOf(state);
  const late = deferred.filter(({ error }) => error === null);
  const fresh = late.filter(({ hadItsTurn }) => !hadItsTurn);
  const isLastRound = fresh.length === 0;
  const again = new Set((isLastRound ? late : fresh).map(({ id }) => id));
  const queue = isLastRound
    ? late.map(({ id, source }) => ({
        ...source,
        range: { ...ownRange(source), id: `deferred ${id}`, isRetry: false },
      }))
    : runsOf(fresh).flatMap(({ range, sources }) => sources.map((source) => ({ ...source, range })));
  return {
    ...state,
    queue: prepend(queue, null),
    deferred: prepend(deferred.filter(({ id }) => !again.has(id)).reverse(), null),
    latestDeferred: null,
    timedOut: late.length - again.size,
    isLastRound,
  };
}
