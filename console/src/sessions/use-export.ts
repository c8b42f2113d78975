import { useState } from 'react';
import { fetchQuery, graphql, useRelayEnvironment } from 'react-relay/hooks';
import type { IEnvironment } from 'relay-runtime';
import type {
  LiveSessionFilter,
  useExportQuery,
  useExportQuery$data,
} from '../__generated__/useExportQuery.graphql.ts';
import { showFlash } from '../app/flashes.ts';
import { csvOf, download } from '../ui/csv.ts';
import { resourceOf } from './resource-of.ts';

/** The largest page of the gateway. */
const PAGE = 200;
/** Most sessions of a file: some 30 MB. */
const MAX_SESSIONS = 200_000;

type Node = NonNullable<useExportQuery$data['liveSessions']>['edges'][number];

const HEADER = [
  'user',
  'service',
  'resource',
  'stack',
  'status',
  'status_since',
  'started',
  'expires',
  'instance',
  'region',
  'account',
  'session_id',
];

/** Writes every session of a filter to a CSV file, page by page. */
export function useExport(filter: LiveSessionFilter) {
  const environment = useRelayEnvironment();
  const [count, setCount] = useState<number | null>(null);

  async function exportCsv(): Promise<void> {
    setCount(0);
    try {
      const rows = await readAll(environment, filter, setCount);
      download('sessions.csv', csvOf([HEADER, ...rows]));
    } catch (error) {
      showFlash('export', {
        type: 'error',
        header: 'The CSV file could not be written',
        content: (error as Error).message,
      });
    } finally {
      setCount(null);
    }
  }
  return { exportCsv: () => void exportCsv(), count };
}

async function readAll(environment: IEnvironment, filter: LiveSessionFilter, progress: (count: number) => void) {
  const rows: (readonly (string | null | undefined)[])[] = [];
  let after: string | null = null;
  do {
    const data: useExportQuery$data | undefined = await fetchQuery<useExportQuery>(
      environment,
      graphql`
        query useExportQuery($filter: LiveSessionFilter, $first: Int!, $after: String) {
          liveSessions(filter: $filter, first: $first, after: $after) {
            edges {
              statusSince {
                before
              }
              node {
                sessionId
                status
                startedAt
                expiresAt
                instanceId
                user {
                  userName
                }
                location {
                  accountId
                  region
                }
                ...resourceOf_session
              }
            }
            pageInfo {
              hasNextPage
              endCursor
            }
          }
        }
      `,
      { filter, first: PAGE, after },
    ).toPromise();
    const list: useExportQuery$data['liveSessions'] = data?.liveSessions;
    if (!list) throw new Error('Live sessions could not be read.');
    rows.push(...list.edges.map(rowOf));
    progress(rows.length);
    after = list.pageInfo.hasNextPage ? (list.pageInfo.endCursor ?? null) : null;
  } while (after !== null && rows.length < MAX_SESSIONS);
  return rows;
}

function rowOf({ node, statusSince }: Node): readonly (string | null | undefined)[] {
  const { location } = node;
  const { service, name, stackName } = resourceOf(node);
  return [
    node.user?.userName,
    service,
    name,
    stackName,
    node.status,
    statusSince.before,
    node.startedAt,
    node.expiresAt,
    node.instanceId,
    location.region,
    location.accountId,
    node.sessionId,
  ];
}
