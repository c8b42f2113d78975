import { GatewayError } from '../errors/gateway-error.ts';
import {
  type Connection,
  type ConnectionRequest,
  checkFirst,
  cursorEdge,
  DEFAULT_FIRST,
  type Edge,
} from './connection.ts';
import type { CursorCodec } from './cursor-codec.ts';
import { iterateItems, type PositionedItem } from './iterate-source.ts';
import type { PageSource } from './page-source.ts';
import { START } from './position.ts';

/**
 * Reads the `first` edges of one list behind a cursor.
 *
 * @throws GatewayError BAD_USER_INPUT for `first` out of range and INVALID_CURSOR for a cursor of another list, both before
 *   anything is requested; whatever the source throws
 */
export async function readConnection<Item>(
  source: PageSource<Item>,
  request: ConnectionRequest,
  cursors: CursorCodec,
): Promise<Connection<Item>> {
  const first = checkFirst(request.first ?? DEFAULT_FIRST);
  const after = request.after ?? null;
  const items = iterateItems(source, after === null ? START : cursors.decode(source.id, after));
  const edges: Edge<Item>[] = [];
  while (edges.length < first) {
    const { done, value } = await items.next();
    if (done) break;
    edges.push(toEdge(value, source.id, cursors));
  }

  let lookAhead: Promise<boolean> | undefined;
  return {
    edges,
    pageInfo: {
      get hasNextPage() {
        lookAhead ??= first === 0 ? Promise.resolve(false) : hasOneMore(items, edges.length > 0);
        return lookAhead;
      },
      hasPreviousPage: after !== null,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? after;
      },
    },
  };
}

function toEdge<Item>({ item, behind }: PositionedItem<Item>, sourceId: string, cursors: CursorCodec): Edge<Item> {
  return cursorEdge(item, () => cursors.encode(sourceId, behind()));
}

/** Looks for one more item. If AWS fails, a page that has edges is served all the same, and its next page brings the error. */
async function hasOneMore(items: AsyncIterator<unknown>, hasEdges: boolean): Promise<boolean> {
  try {
    return !(await items.next()).done;
  } catch (error) {
    if (hasEdges && error instanceof GatewayError && error.code.startsWith('UPSTREAM_')) return true;
    throw error;
  }
}
