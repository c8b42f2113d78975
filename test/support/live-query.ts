import type { Answer, TestGateway } from './gateway.ts';

const EDGE = `cursor firstSeenAt lastSeenAt unverified statusSince { after before }
  node { __typename id service status startedAt user { userName } }`;

/** Waits until all sources have been scanned once, longer than a query does on a busy machine. */
export async function firstScan({ live }: Pick<TestGateway, 'live'>): Promise<void> {
  await live?.look({ endsAt: performance.now() + 60_000, signal: new AbortController().signal });
}

/** A page with all of its parts. */
export const LIVE_PAGE = `query (
  $filter: LiveSessionFilter, $orderBy: [LiveSessionOrder!], $first: Int, $after: String, $last: Int, $before: String
) {
  liveSessions(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    edges { ${EDGE} }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount position asOf incomplete
    sources { service label status asOf nextReadAt sessions callsPerScan location { accountId region } error { code } }
  }
}`;

export interface LiveEdge {
  readonly cursor: string;
  readonly node: { readonly id: string; readonly startedAt: string | null; readonly status: string };
}

/** Data of a page; throws the errors of an answer. */
export function livePage({ data, errors }: Answer) {
  if (errors) throw new Error(JSON.stringify(errors));
  return data.liveSessions;
}

export const idsOf = (page: { readonly edges: readonly LiveEdge[] }) => page.edges.map(({ node }) => node.id);

/** Reads all pages, forward by `first` or backward by `last`, and joins them. */
export async function readLive(gateway: TestGateway, variables: Record<string, unknown>): Promise<LiveEdge[]> {
  const isBackward = 'last' in variables;
  const edges: LiveEdge[] = [];
  for (let cursor: string | null = null; ; ) {
    const at = isBackward ? { before: cursor } : { after: cursor };
    const page = livePage(await gateway.query(LIVE_PAGE, { ...variables, ...at }));
    if (isBackward) edges.unshift(...page.edges);
    else edges.push(...page.edges);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (!(isBackward ? hasPreviousPage : hasNextPage)) return edges;
    cursor = isBackward ? startCursor : endCursor;
  }
}
