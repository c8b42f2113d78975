/** A table of live sessions, for clients whose documents are plain text. `position` is where its changes begin. */
export const LIVE_LIST = `query LiveList($filter: LiveSessionFilter) {
  liveSessions(filter: $filter, first: 200) {
    position
    totalCount
    edges { cursor node { ...LiveRow } }
    pageInfo { hasNextPage endCursor }
  }
}
fragment LiveRow on Session { id status user { id userName } }`;

/** Changes of that table. `updated` needs no code: stores update its nodes by their ids. */
export const LIVE_CHANGES = `subscription LiveChanges($filter: LiveSessionFilter, $after: String) {
  sessionChanges(filter: $filter, after: $after) {
    from
    to
    resync
    totalCount
    entered { cursor node { ...LiveRow } }
    updated { node { ...LiveRow } }
    left
    events { kind sessionId at { before } }
  }
}
fragment LiveRow on Session { id status user { id userName } }`;

export interface LiveEdge {
  readonly cursor: string;
  readonly node: { readonly id: string; readonly status: string };
}

export interface LiveListData {
  readonly liveSessions: {
    readonly position: string;
    readonly totalCount: number;
    readonly edges: readonly LiveEdge[];
  };
}

export interface LiveChangesData {
  readonly sessionChanges: {
    readonly from: string;
    readonly to: string;
    readonly resync: boolean;
    readonly totalCount: number;
    readonly entered: readonly LiveEdge[];
    readonly left: readonly string[];
    readonly events: readonly {
      readonly kind: string;
      readonly sessionId: string;
      readonly at: { readonly before: string };
    }[];
  };
}

/** Applies a batch to the table: repeating one changes nothing. */
export function applyChanges<Data extends LiveListData>(
  data: Data,
  { entered, left, totalCount }: LiveChangesData['sessionChanges'],
): Data {
  const { edges } = data.liveSessions;
  const isListed = new Set(edges.map(({ node }) => node.id));
  const hasLeft = new Set(left);
  const added = entered.filter(({ node }) => !isListed.has(node.id));
  const remaining = edges.filter(({ node }) => !hasLeft.has(node.id));
  return { ...data, liveSessions: { ...data.liveSessions, totalCount, edges: [...added, ...remaining] } };
}
