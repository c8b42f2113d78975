import type { TableProps } from '@cloudscape-design/components/table';
import type { poolsView_query$data } from '../__generated__/poolsView_query.graphql.ts';
import { AppLink, pathTo } from '../ui/app-link.tsx';
import { Capacity } from '../ui/capacity.tsx';
import { wordsOf } from '../ui/names.ts';
import { ResourceState } from '../ui/resource-state.tsx';
import { by } from '../ui/sort.ts';
import { Time } from '../ui/times.tsx';

export type Pool = NonNullable<poolsView_query$data['pools']>['edges'][number]['node'];

export const POOL_COLUMNS: readonly TableProps.ColumnDefinition<Pool>[] = [
  {
    id: 'name',
    header: 'Pool',
    isRowHeader: true,
    width: 220,
    sortingComparator: by(({ poolName }) => poolName),
    cell: ({ poolName, poolId, description }) => <span title={description ?? undefined}>{poolName ?? poolId}</span>,
  },
  {
    id: 'state',
    header: 'State',
    width: 150,
    sortingComparator: by(({ state }) => state),
    cell: ({ state, errors }) => <ResourceState state={state} errors={errors?.length ?? 0} />,
  },
  {
    id: 'capacity',
    header: 'Capacity',
    width: 230,
    cell: ({ capacityStatus: capacity }) => (
      <Capacity used={capacity?.activeUserSessions} total={capacity?.actualUserSessions} what="sessions" />
    ),
  },
  {
    id: 'sessions',
    header: 'Sessions',
    width: 120,
    cell: ({ poolId }) => <AppLink to={pathTo('/sessions', { pool: poolId })}>Show</AppLink>,
  },
  {
    id: 'mode',
    header: 'Running mode',
    width: 150,
    cell: ({ runningMode }) => (runningMode ? wordsOf(runningMode) : '–'),
  },
  { id: 'id', header: 'Pool id', width: 190, cell: ({ poolId }) => poolId },
  { id: 'created', header: 'Created', width: 190, cell: ({ createdAt }) => <Time instant={createdAt} /> },
  {
    id: 'region',
    header: 'Region',
    width: 130,
    sortingComparator: by(({ location }) => location.region),
    cell: ({ location }) => location.region,
  },
];
