import type { GatewayError } from '../../errors/gateway-error.ts';
import type { Position } from '../position.ts';
import type { ChildIndex } from './child-index.ts';
import { beginRound, deferFirst, type IterationState, queueOf } from './iteration-state.ts';
import { prepend, splitAt, take } from './linked-list.ts';
import type { PendingRange } from './pending-range.ts';
import { atNextPage, isSameSource, type QueuedSource, queueAll, queueChildren, queueRoot } from './queued-source.ts';
import type { SourceNode } from './source-tree.ts';

/** Event of an iteration. "The first source" is the first of the queue. */
export type IterationEvent<Item, Metadata> =
  /** A queued composite source found its children. `isFirst`: no other range was expanded by them before. */
  | {
      readonly kind: 'children';
      readonly source: QueuedSource<Item, Metadata>;
      readonly children: ChildIndex<Item, Metadata>;
      readonly isFirst: boolean;
    }
  /** Every item of the first source's page was read. `following`: where its next page begins; null at the end of the list. */
  | { readonly kind: 'page-read'; readonly following: Position | null; readonly error: GatewayError | null }
  /** The first source failed. */
  | { readonly kind: 'failed'; readonly error: GatewayError }
  /** The first source did not answer in its share of the time. */
  | { readonly kind: 'timed-out' }
  /** A source of this range answered before the first one, in the last round. */
  | { readonly kind: 'answered'; readonly rangeId: string }
  | { readonly kind: 'deadline' };

/** Effect that the driver performs next. */
export type IterationEffect<Item, Metadata> =
  /** Read the first source: wait for it for at most `timeShare` of the time left since it was requested. */
  | {
      readonly kind: 'read';
      readonly source: QueuedSource<Item, Metadata>;
      readonly timeShare: number;
      /** Sources to request meanwhile, the first one included. */
      readonly prefetch: readonly QueuedSource<Item, Metadata>[];
    }
  /** Wait for any source of the prefetch until the deadline. */
  | {
      readonly kind: 'read-any';
      readonly source: QueuedSource<Item, Metadata>;
      readonly prefetch: readonly QueuedSource<Item, Metadata>[];
    }
  /** Stop: nothing is left to read, or the deadline has passed. */
  | { readonly kind: 'end' };

export interface Transition<Item, Metadata> {
  readonly state: IterationState<Item, Metadata>;
  readonly effect: IterationEffect<Item, Metadata>;
}

/** Sources requested at once, at most. The AWS pipeline limits the concurrency of the calls that result. */
const MAX_CONCURRENCY = 16;
/** Sources requested at once in the beginning; one more for each that was taken, so that at most as many are read in vain. */
const MIN_CONCURRENCY = 2;

/** Share of the time left that one source may use while others are queued; smaller for one that an earlier page deferred. */
const TIME_SHARE = 0.5;
const RETRY_TIME_SHARE = 0.1;

/** Begins to iterate over the pending ranges of a tree. */
export function begin<Item, Metadata>(
  root: SourceNode<Item, Metadata>,
  ranges: readonly PendingRange[],
): Transition<Item, Metadata> {
  const queue = ranges.map((range) => queueRoot(root, range));
  return withEffect({
    queue: prepend(queue, null),
    deferred: null,
    latestDeferred: null,
    deferrals: 0,
    timedOut: 0,
    complete: null,
    taken: 0,
    isLastRound: false,
    isOutOfTime: false,
  });
}

/** Computes the state after an event, and what to do next. Pure: it reads no clock and requests nothing. */
export function transition<Item, Metadata>(
  state: IterationState<Item, Metadata>,
  event: IterationEvent<Item, Metadata>,
): Transition<Item, Metadata> {
  return withEffect(beginRound(reduce(state, event)));
}

function reduce<Item, Metadata>(
  state: IterationState<Item, Metadata>,
  event: IterationEvent<Item, Metadata>,
): IterationState<Item, Metadata> {
  switch (event.kind) {
    case 'children':
      return expand(state, event);
    case 'page-read':
      return afterPage(state, event);
    case 'failed':
      return deferFirst(state, event);
    case 'timed-out':
      return deferUnit(state);
    case 'answered':
      return moveToFront(state, event.rangeId);
    case 'deadline':
      return { ...state, isOutOfTime: true };
  }
}

/**
 * Replaces a composite source by those of its children that its ranges contain; the others are complete. All ranges that lead
 * through it are adjacent in the queue and are expanded together, so that the order of answers does not show in the reports.
 */
function expand<Item, Metadata>(
  state: IterationState<Item, Metadata>,
  { source, children, isFirst }: IterationEvent<Item, Metadata> & { kind: 'children' },
): IterationState<Item, Metadata> {
  const { before, matches, behind } = splitAt(state.queue, ({ request }) => request === source.request);
  const queued = matches.flatMap((each) => queueChildren(each, children));
  const isPartial = isFirst && new Set(queued.map(({ request }) => request)).size < children.sorted.length;
  const isEmpty = children.sorted.length === 0;
  const complete = isPartial ? queueAll(source, children) : isEmpty ? [source] : [];
  return {
    ...state,
    queue: prepend([...before, ...queued], behind),
    complete: complete.reduce((list, each) => withComplete(list, each), state.complete),
    taken: state.taken + (state.queue && isSameSource(state.queue.value, source) ? 1 : 0),
  };
}

/** Continues the first list at its next page, ends it, or defers it if that page would lead in a circle. */
function afterPage<Item, Metadata>(
  state: IterationState<Item, Metadata>,
  { following, error }: IterationEvent<Item, Metadata> & { kind: 'page-read' },
): IterationState<Item, Metadata> {
  if (state.queue === null) return state;
  const { value: source, rest } = state.queue;
  if (following === null) {
    const complete = withComplete(state.complete, source);
    return { ...state, queue: rest, latestDeferred: null, complete, taken: state.taken + 1 };
  }
  const next = { ...state, latestDeferred: null, queue: { value: atNextPage(source, following), rest } };
  return error ? deferFirst(next, { error }) : next;
}

/** Defers the first source and what follows it in its unit: a service that hangs would use up the time list by list. */
function deferUnit<Item, Metadata>(state: IterationState<Item, Metadata>): IterationState<Item, Metadata> {
  const slow = state.queue?.value;
  let next = deferFirst(state, { error: null });
  while (
    slow?.unit !== undefined &&
    next.queue?.value.unit === slow.unit &&
    next.queue.value.range.id === slow.range.id
  ) {
    next = deferFirst(next, { error: null, hadItsTurn: false });
  }
  return next;
}

/** Moves a range to the front. Within a range the order stands: a cursor says where in it to continue. */
function moveToFront<Item, Metadata>(
  state: IterationState<Item, Metadata>,
  rangeId: string,
): IterationState<Item, Metadata> {
  const sources = [...queueOf(state)];
  const [moved, others] = [true, false].map((is) => sources.filter(({ range }) => (range.id === rangeId) === is));
  return { ...state, queue: prepend([...(moved ?? []), ...(others ?? [])], null) };
}

function withComplete<Item, Metadata>(
  list: IterationState<Item, Metadata>['complete'],
  { path, metadata, outer }: QueuedSource<Item, Metadata>,
): IterationState<Item, Metadata>['complete'] {
  return metadata === undefined ? list : { value: { path, metadata, outer }, rest: list };
}

function withEffect<Item, Metadata>(state: IterationState<Item, Metadata>): Transition<Item, Metadata> {
  if (state.queue === null || state.isOutOfTime) return { state, effect: { kind: 'end' } };
  const { value: source, rest } = state.queue;
  const prefetch = take(state.queue, Math.min(MAX_CONCURRENCY, MIN_CONCURRENCY + state.taken));
  if (state.isLastRound) return { state, effect: { kind: 'read-any', source, prefetch } };
  const isAlone = rest === null && state.timedOut === 0;
  const timeShare = isAlone ? 1 : source.range.isRetry ? RETRY_TIME_SHARE : TIME_SHARE;
  return { state, effect: { kind: 'read', source, timeShare, prefetch } };
}
