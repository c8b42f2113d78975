import type { TableProps } from '@cloudscape-design/components/table';
import type { sessionsTable_list$data } from '../__generated__/sessionsTable_list.graphql.ts';
import { SERVICE_NAMES } from '../ui/names.ts';
import { Time } from '../ui/times.tsx';
import { ResourceCell, SinceCell, StatusCell, UserCell } from './cells.tsx';

export type SessionEdge = sessionsTable_list$data['edges'][number];

type Column = TableProps.ColumnDefinition<SessionEdge> & { readonly id: string };

/** Columns of the table of sessions. `sortingField` is set where the gateway sorts. */
export function columnsOf(left: ReadonlySet<string>): readonly Column[] {
  return [
    {
      id: 'user',
      header: COLUMN_NAMES.user,
      sortingField: 'user',
      isRowHeader: true,
      width: 230,
      cell: ({ node }) => <UserCell session={node} />,
    },
    { id: 'service', header: COLUMN_NAMES.service, width: 180, cell: ({ node }) => SERVICE_NAMES[node.service] },
    {
      id: 'resource',
      header: COLUMN_NAMES.resource,
      sortingField: 'resource',
      width: 190,
      cell: ({ node }) => <ResourceCell session={node} />,
    },
    {
      id: 'status',
      header: COLUMN_NAMES.status,
      sortingField: 'status',
      width: 150,
      cell: (edge) => <StatusCell edge={edge} isGone={left.has(edge.node.id)} />,
    },
    {
      id: 'since',
      header: COLUMN_NAMES.since,
      sortingField: 'since',
      width: 120,
      cell: ({ statusSince }) => <SinceCell bounds={statusSince} />,
    },
    {
      id: 'started',
      header: COLUMN_NAMES.started,
      sortingField: 'started',
      width: 180,
      cell: ({ node }) => <Time instant={node.startedAt} />,
    },
    {
      id: 'expires',
      header: COLUMN_NAMES.expires,
      sortingField: 'expires',
      width: 180,
      cell: ({ node }) => <Time instant={node.expiresAt} />,
    },
    {
      id: 'instance',
      header: COLUMN_NAMES.instance,
      sortingField: 'instance',
      width: 190,
      cell: ({ node }) => node.instanceId ?? '–',
    },
    {
      id: 'region',
      header: COLUMN_NAMES.region,
      sortingField: 'region',
      width: 130,
      cell: ({ node }) => node.location.region,
    },
    { id: 'account', header: COLUMN_NAMES.account, width: 140, cell: ({ node }) => node.location.accountId ?? '–' },
    { id: 'id', header: COLUMN_NAMES.id, width: 260, cell: ({ node }) => node.sessionId },
  ];
}

/** Columns by their ids. */
export const COLUMN_NAMES = {
  user: 'User',
  service: 'Service',
  resource: 'Resource',
  status: 'Status',
  since: 'For',
  started: 'Started',
  expires: 'Expires',
  instance: 'Instance',
  region: 'Region',
  account: 'Account',
  id: 'Session id',
} as const;

const HIDDEN: readonly string[] = ['expires', 'account', 'id'];

/** Returns which columns are shown, in their order: what a person chose, and the defaults for columns that are newer. */
export function columnsShown(chosen: readonly { readonly id: string; readonly visible: boolean }[]) {
  const known = chosen.filter(({ id }) => Object.hasOwn(COLUMN_NAMES, id));
  const others = Object.keys(COLUMN_NAMES).filter((id) => !known.some((each) => each.id === id));
  return [...known, ...others.map((id) => ({ id, visible: !HIDDEN.includes(id) }))];
}
