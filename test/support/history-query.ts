import type { Answer } from './gateway.ts';

/** A page of records with all of its parts. */
export const HISTORY_PAGE = `query (
  $filter: SessionHistoryFilter!, $orderBy: [SessionRecordOrder!], $first: Int, $after: String, $last: Int, $before: String
) {
  sessionHistory(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node {
      id service sessionId fleetName stackName poolId target instanceId startedAt endReason lastStatus durationSeconds
      connectedSeconds connections location { accountId region } user { userName }
      started { after before } ended { after before } spans { status from { before } to { before } }
    } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
    coverage { service location { accountId region } from to observedShare }
  }
}`;

/** Data of a page; throws the errors of an answer. */
export function historyPage({ data, errors }: Answer) {
  if (errors) throw new Error(JSON.stringify(errors));
  return data.sessionHistory;
}

export const sessionIds = (page: { readonly edges: readonly { readonly node: { readonly sessionId: string } }[] }) =>
  page.edges.map(({ node }) => node.sessionId);
