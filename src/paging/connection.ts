import { GatewayError } from '../errors/gateway-error.ts';

/** Edges of a page if the client does not say. */
export const DEFAULT_FIRST = 20;
/** Edges of a page at most. */
export const MAX_FIRST = 200;

/** Arguments of a connection. */
export interface ConnectionRequest {
  /** Number of edges: 0 to `MAX_FIRST`; `DEFAULT_FIRST` if absent. */
  readonly first?: number | null;
  /** Cursor of the edge in front of the page; absent: from the start. */
  readonly after?: string | null;
}

export interface Edge<Item> {
  /** Encoded on demand. */
  readonly cursor: string;
  readonly node: Item;
}

/** A page of Relay's Cursor Connections, forward only: AWS has no backward tokens. */
export interface Connection<Item> {
  /** Never empty while `hasNextPage` is true. */
  readonly edges: readonly Edge<Item>[];
  readonly pageInfo: {
    /** Exact. Requests another AWS page only when it is read and this page does not decide it. */
    readonly hasNextPage: Promise<boolean>;
    /** True with `after`: at least one edge stands in front of the page. */
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    /** Cursor of the last edge; of an empty page, `after`. */
    readonly endCursor: string | null;
  };
}

/**
 * @param name argument that has the number
 * @throws GatewayError BAD_USER_INPUT unless `first` is an integer from 0 to `MAX_FIRST`
 */
export function checkFirst(first: number, name = 'first'): number {
  if (Number.isInteger(first) && first >= 0 && first <= MAX_FIRST) return first;
  throw new GatewayError('BAD_USER_INPUT', `\`${name}\` is ${first}; it must be from 0 to ${MAX_FIRST}.`);
}

/** Makes an edge. Its cursor is encoded when it is first read, and once for all aliases and `endCursor`. */
export function cursorEdge<Node>(node: Node, encode: () => string): Edge<Node> {
  let known: string | undefined;
  return {
    get cursor() {
      known ??= encode();
      return known;
    },
    node,
  };
}
