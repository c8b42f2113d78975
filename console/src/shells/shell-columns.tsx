import Badge from '@cloudscape-design/components/badge';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { shellsView_query$data } from '../__generated__/shellsView_query.graphql.ts';
import { STATUS_NAMES, statusType, wordsOf } from '../ui/names.ts';
import { SessionLink } from '../ui/session-link.tsx';
import { by } from '../ui/sort.ts';
import { Time } from '../ui/times.tsx';

export type Shell = NonNullable<shellsView_query$data['ssmSessions']>['edges'][number]['node'];

/** Columns of shells. @param state `HISTORY` for those that have ended */
export function shellColumns(state: 'ACTIVE' | 'HISTORY'): readonly TableProps.ColumnDefinition<Shell>[] {
  return [
    {
      id: 'user',
      header: 'Owner',
      isRowHeader: true,
      width: 230,
      sortingComparator: by(({ user }) => user?.userName),
      cell: ({ id, user, owner, sessionId }) => (
        <SessionLink id={id}>
          <span title={owner ?? undefined}>{user?.userName ?? sessionId}</span>
        </SessionLink>
      ),
    },
    {
      id: 'node',
      header: 'Node',
      width: 240,
      sortingComparator: by(({ target }) => target),
      cell: ({ target, managedNode }) => (
        <span title={managedNode?.platformName ?? undefined}>
          {[managedNode?.computerName, target].filter(Boolean).join(' · ')}
        </span>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      width: 250,
      sortingComparator: by(({ status }) => status),
      cell: ({ status, stale }) => (
        <>
          <StatusIndicator type={statusType(status)}>{STATUS_NAMES[status]}</StatusIndicator>{' '}
          {stale && <Badge color="severity-medium">Abandoned</Badge>}
        </>
      ),
    },
    {
      id: 'started',
      header: 'Started',
      width: 180,
      sortingComparator: by(({ startedAt }) => startedAt),
      cell: ({ startedAt }) => <Time instant={startedAt} />,
    },
    ...(state === 'HISTORY'
      ? [
          {
            id: 'ended',
            header: 'Ended',
            width: 180,
            sortingComparator: by(({ endedAt }: Shell) => endedAt),
            cell: ({ endedAt }: Shell) => <Time instant={endedAt} />,
          },
        ]
      : []),
    { id: 'reason', header: 'Reason', width: 220, cell: ({ reason }) => reason ?? '–' },
    {
      id: 'agent',
      header: 'Agent',
      width: 150,
      cell: ({ managedNode }) => (managedNode?.pingStatus ? wordsOf(managedNode.pingStatus) : '–'),
    },
    { id: 'document', header: 'Document', width: 220, cell: ({ documentName }) => documentName ?? '–' },
    { id: 'region', header: 'Region', width: 130, cell: ({ location }) => location.region },
  ];
}
