import {
  type Connection,
  type ConnectionRequest,
  checkFirst,
  cursorEdge,
  DEFAULT_FIRST,
  type Edge,
} from '../connection.ts';
import type { CursorCodec } from '../cursor-codec.ts';
import { type IteratorStep, iterateSources, type SourceIterator } from './iterate-sources.ts';
import { decodeRanges, encodeResumeState } from './range-codec.ts';
import type { ItemFilter } from './read-page.ts';
import type { SourceReport } from './source-report.ts';
import type { SourceNode } from './source-tree.ts';

/** A connection over the lists of a source tree, with the status of each source. */
export interface CompositeConnection<Item, Metadata> extends Connection<Item> {
  /** Requests what `hasNextPage` requests; empty for `first: 0`. */
  readonly sources: Promise<readonly SourceReport<Metadata>[]>;
  /** True if a source failed or timed out. `endCursor` is then a string, and following it retries the source. */
  readonly incomplete: Promise<boolean>;
}

/** A source tree that is served as one connection. */
export interface CompositeList<Item, Metadata> extends ItemFilter<Item> {
  /** Stable name of the list and its arguments. Cursors are bound to it: two lists that differ must have ids that differ. */
  readonly id: string;
  readonly root: SourceNode<Item, Metadata>;
  /**
   * Returns an iterator from the start that shares its pages with other lists of the request; null if this list is better
   * read alone.
   *
   * @param deadline when to stop waiting, by `performance.now()`
   */
  readonly share?: (deadline: number) => SourceIterator<Item, Metadata> | null;
}

/**
 * Reads the `first` edges behind a cursor from the lists of a tree. `hasNextPage` is true if there is one more item or a
 * deferred source to retry; it is false if there are no edges, so that a client that follows it does not retry for ever.
 *
 * @param deadline when to answer with what there is, by `performance.now()`
 * @throws GatewayError BAD_USER_INPUT for `first` out of range, INVALID_CURSOR for a cursor of another list, CURSOR_EXPIRED
 */
export async function readCompositeConnection<Item, Metadata>(
  list: CompositeList<Item, Metadata>,
  request: ConnectionRequest,
  cursors: CursorCodec,
  deadline: number,
): Promise<CompositeConnection<Item, Metadata>> {
  const first = checkFirst(request.first ?? DEFAULT_FIRST);
  const after = request.after ?? null;
  // One more item decides `hasNextPage`.
  const iterator = iteratorAfter(list, after, cursors, { deadline, wanted: first + 1 });
  const edges: Edge<Item>[] = [];
  while (edges.length < first) {
    const step = await iterator.next();
    if (step === null) break;
    edges.push(toEdge(step, list.id, cursors));
  }
  return compositeConnection(iterator, edges, { id: list.id, first, after, cursors });
}

function iteratorAfter<Item, Metadata>(
  { id, root, matches, identityOf, share }: CompositeList<Item, Metadata>,
  after: string | null,
  cursors: CursorCodec,
  bounds: { readonly deadline: number; readonly wanted: number },
): SourceIterator<Item, Metadata> {
  if (after !== null) {
    const ranges = decodeRanges(cursors.decode(id, after));
    return iterateSources(root, { ranges, matches, identityOf, ...bounds });
  }
  return share?.(bounds.deadline) ?? iterateSources(root, { matches, identityOf, ...bounds });
}

function toEdge<Item>({ item, resumeState }: IteratorStep<Item>, id: string, cursors: CursorCodec): Edge<Item> {
  return cursorEdge(item, () => cursors.encode(id, encodeResumeState(resumeState())));
}

interface PageOptions {
  readonly id: string;
  readonly first: number;
  readonly after: string | null;
  readonly cursors: CursorCodec;
}

/** Builds the connection. Everything but the edges and cursors is answered after a look for one more item. */
function compositeConnection<Item, Metadata>(
  iterator: SourceIterator<Item, Metadata>,
  edges: readonly Edge<Item>[],
  { id, first, after, cursors }: PageOptions,
): CompositeConnection<Item, Metadata> {
  const unread = () => (first === 0 ? [] : iterator.progress().unread());
  let lookAhead: Promise<boolean> | undefined;

  function hasOneMore(): Promise<boolean> {
    lookAhead ??= first === 0 ? Promise.resolve(false) : iterator.next().then((step) => step !== null);
    return lookAhead;
  }

  function retryCursor(): string | null {
    const ranges = unread();
    return ranges.length > 0 ? cursors.encode(id, encodeResumeState({ ranges, current: null })) : after;
  }

  return {
    edges,
    get sources() {
      return hasOneMore().then(() => (first === 0 ? [] : iterator.progress().reports()));
    },
    get incomplete() {
      return hasOneMore().then(() => unread().length > 0);
    },
    pageInfo: {
      get hasNextPage() {
        return hasOneMore().then((isMore) => edges.length > 0 && (isMore || unread().length > 0));
      },
      hasPreviousPage: after !== null,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? retryCursor();
      },
    },
  };
}
