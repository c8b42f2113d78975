import type { TableProps } from '@cloudscape-design/components/table';
import type { sessionsTable_list$data } from '../__generated__/sessionsTable_list.graphql.ts';
import { SERVICE_NAMES } from '../ui/names.ts';
import { Time } from '../ui/times.tsx';
import { ResourceCell, SinceCell, StatusCell, UserCell } from './cells.tsx';

export type SessionEdge = sessionsTable_list$data['edges'][number];

type Column = TableProps.ColumnDefinition<SessionEdge> & { readonly id: string };

/** Columns of the table of sessions. `sortingField` is set where the gateway sorts. */
export function columnsOf(open: (id: string) => void, left: ReadonlySet<string>): readonly Column[] {
  return [
    {
      id: 'user',
      header: 'User',
      sortingField: 'user',
      isRowHeader: true,
      width: 230,
      cell: ({ node }) => <UserCell session={node} open={open} />,
    },
    { id: 'service', header: 'Service', width: 180, cell: ({ node }) => SERVICE_NAMES[node.service] },
    {
      id: 'resource',
      header: 'Resource',
      sortingField: 'resource',
      width: 190,
      cell: ({ node }) => <ResourceCell session={node} />,
    },
    {
      id: 'status',
      header: 'Status',
      sortingField: 'status',
      width: 150,
      cell: (edge) => <StatusCell edge={edge} isGone={left.has(edge.node.id)} />,
    },
    {
      id: 'since',
      header: 'For',
      sortingField: 'since',
      width: 120,
      cell: ({ statusSince }) => <SinceCell bounds={statusSince} />,
    },
    {
      id: 'started',
      header: 'Started',
      sortingField: 'started',
      width: 180,
      cell: ({ node }) => <Time instant={node.startedAt} />,
    },
    {
      id: 'expires',
      header: 'Expires',
      sortingField: 'expires',
      width: 180,
      cell: ({ node }) => <Time instant={node.expiresAt} />,
    },
    {
      id: 'instance',
      header: 'Instance',
      sortingField: 'instance',
      width: 190,
      cell: ({ node }) => node.instanceId ?? '–',
    },
    { id: 'region', header: 'Region', sortingField: 'region', width: 130, cell: ({ node }) => node.location.region },
    { id: 'account', header: 'Account', width: 140, cell: ({ node }) => node.location.accountId ?? '–' },
    { id: 'id', header: 'Session id', width: 260, cell: ({ node }) => node.sessionId },
  ];
}

export const DEFAULT_COLUMNS = ['user', 'service', 'resource', 'status', 'since', 'started', 'instance', 'region'].map(
  (id) => ({ id, visible: true }),
);
