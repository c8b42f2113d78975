import type { CursorCodec } from '../cursor-codec.ts';
import { type Connection, type ConnectionRequest, checkFirst, DEFAULT_FIRST, type Edge } from '../read-connection.ts';
import { type IterateOptions, iterateSources, type SourceIterator, type Step } from './iterate-sources.ts';
import { decodeRanges, encodeRanges } from './pending-range.ts';
import type { SourceReport } from './source-report.ts';
import type { SourceNode } from './source-tree.ts';

/** A connection over many sources, which says what it could not see. */
export interface CompositeConnection<Item, Metadata> extends Connection<Item> {
  readonly sources: Promise<readonly SourceReport<Metadata>[]>;
  /** Whether something is owed: `endCursor` then stands, so that it can be followed later. */
  readonly incomplete: Promise<boolean>;
}

/** Many lists as one. */
export interface CompositeList<Item, Metadata> extends Pick<IterateOptions<Item>, 'matches'> {
  /** Stable name of the list and its arguments; a cursor is bound to it. */
  readonly id: string;
  readonly root: SourceNode<Item, Metadata>;
  /** A walk from the start that is shared with other lists; null where this one had better be read alone. */
  readonly share?: (endsAt: number) => SourceIterator<Item, Metadata> | null;
}

/**
 * The `first` edges of many lists after a cursor. `hasNextPage` is true where there is one more item, and where something
 * is owed, so that whoever follows it tries that again; it is false when there are no edges, so that nobody tries for ever.
 *
 * @param endsAt when to answer with what there is, by `performance.now()`
 * @throws GatewayError BAD_USER_INPUT for `first` out of range, INVALID_CURSOR for a cursor of another list, CURSOR_EXPIRED
 */
export async function readCompositeConnection<Item, Metadata>(
  { id, root, matches, share }: CompositeList<Item, Metadata>,
  request: ConnectionRequest,
  cursors: CursorCodec,
  endsAt: number,
): Promise<CompositeConnection<Item, Metadata>> {
  const first = checkFirst(request.first ?? DEFAULT_FIRST);
  const after = request.after ?? null;
  const intervals = after === null ? undefined : decodeRanges(cursors.decode(id, after));
  const shared = intervals === undefined ? share?.(endsAt) : null;
  const walk = shared ?? iterateSources(root, { intervals, matches, endsAt });

  const edges: Edge<Item>[] = [];
  while (edges.length < first) {
    const step = await walk.next();
    if (step === null) break;
    edges.push(edgeOf(step));
  }

  function edgeOf({ item, remaining }: Step<Item>): Edge<Item> {
    return {
      get cursor() {
        const { intervals, current } = remaining();
        return cursors.encode(id, encodeRanges(intervals, current));
      },
      node: item,
    };
  }

  let looked: Promise<boolean> | undefined;
  /** Whether there is one more item. What a client is told of the sources is told after this look at them. */
  function lookFurther(): Promise<boolean> {
    looked ??= first === 0 ? Promise.resolve(false) : walk.next().then((step) => step !== null);
    return looked;
  }

  function owedCursor(): string | null {
    const owed = first === 0 ? [] : walk.state().owed();
    return owed.length > 0 ? cursors.encode(id, encodeRanges(owed, -1)) : after;
  }

  return {
    edges,
    get sources() {
      return lookFurther().then(() => (first === 0 ? [] : walk.state().reports()));
    },
    get incomplete() {
      return lookFurther().then(() => first > 0 && walk.state().owed().length > 0);
    },
    pageInfo: {
      get hasNextPage() {
        return lookFurther().then(
          (isThereOneMore) => edges.length > 0 && (isThereOneMore || walk.state().owed().length > 0),
        );
      },
      hasPreviousPage: after !== null,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? owedCursor();
      },
    },
  };
}
