import { GatewayError } from '../errors/gateway-error.ts';
import type { CursorCodec } from './cursor-codec.ts';
import { pageReader } from './page-reader.ts';
import type { PageSource } from './page-source.ts';
import { isStart, type Position, START } from './position.ts';
import { tokenGuard } from './token-guard.ts';

export const DEFAULT_FIRST = 20;
export const MAX_FIRST = 200;

/** Which part of a list a client asks for. */
export interface ConnectionRequest {
  /** How many edges: 0 to 200, 20 when absent. */
  readonly first?: number | null;
  /** The cursor of the edge to go on from; absent: from the start. */
  readonly after?: string | null;
}

export interface Edge<Item> {
  readonly cursor: string;
  readonly node: Item;
}

/** Relay's connection. `hasNextPage` is exact, and `edges` is never empty while it is true. */
export interface Connection<Item> {
  readonly edges: readonly Edge<Item>[];
  readonly pageInfo: {
    /** Whoever reads it asks for the next page, where this one does not tell; it is not asked for otherwise. */
    readonly hasNextPage: Promise<boolean>;
    /** True after a cursor: an edge stands before it. There is no way back, AWS has no backward tokens. */
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/**
 * The `first` edges of a source after a cursor.
 *
 * @throws GatewayError BAD_USER_INPUT for `first` out of range, INVALID_CURSOR for a cursor of another list; both
 * before the source is read. Whatever the source throws.
 */
export async function readConnection<Item>(
  source: PageSource<Item>,
  request: ConnectionRequest,
  cursors: CursorCodec,
): Promise<Connection<Item>> {
  const first = checkFirst(request.first ?? DEFAULT_FIRST);
  const after = request.after ?? null;
  const from = after === null ? START : cursors.decode(source.id, after);

  const items = itemsFrom(source, from);
  const edges: Edge<Item>[] = [];
  while (edges.length < first) {
    const { done, value } = await items.next();
    if (done) break;
    edges.push({
      // A cursor is made when it is asked for: most queries want the last one only.
      get cursor() {
        return cursors.encode(source.id, value.behind());
      },
      node: value.item,
    });
  }
  let oneMore: Promise<boolean> | undefined;
  async function isThereOneMore(): Promise<boolean> {
    // `first: 0` asks for nothing, and reading nothing is the only answer that keeps `hasNextPage` and `edges` in step.
    if (first === 0) return false;
    try {
      return !(await items.next()).done;
    } catch (error) {
      // What was read is not lost with it: whoever follows the cursor tries again, and is told.
      if (edges.length > 0 && error instanceof GatewayError && error.code.startsWith('UPSTREAM_')) return true;
      throw error;
    }
  }
  return {
    edges,
    pageInfo: {
      get hasNextPage() {
        oneMore ??= isThereOneMore();
        return oneMore;
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

/** @throws GatewayError BAD_USER_INPUT when it is out of range */
export function checkFirst(first: number): number {
  if (Number.isInteger(first) && first >= 0 && first <= MAX_FIRST) return first;
  throw new GatewayError('BAD_USER_INPUT', `\`first\` is ${first}; it must be from 0 to ${MAX_FIRST}.`);
}

/**
 * The items from a position on, each with the position right behind it. Pages are fetched as they are needed: the item
 * after the last wanted one is what makes `hasNextPage` exact, because a NextToken promises nothing (AWS sends one
 * after a full last page, and empty pages with one).
 */
async function* itemsFrom<Item>(
  source: PageSource<Item>,
  from: Position,
): AsyncGenerator<{ readonly item: Item; readonly behind: () => Position }> {
  const guard = tokenGuard();
  let position = from;
  while (true) {
    const page = await source.listPage(position.token, position === from && !isStart(from));
    const fault = guard.arrivalFaultOf(position, page);
    if (fault) throw fault;
    const reader = pageReader(page, position);
    for (let next = reader.next(); next !== null; next = reader.next()) {
      yield { item: next.item, behind: reader.show().position };
    }
    const following = reader.following();
    if (following === null) return;
    guard.check(position, page);
    position = following;
  }
}
