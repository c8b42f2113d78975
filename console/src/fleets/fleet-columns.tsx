import type { TableProps } from '@cloudscape-design/components/table';
import type { fleetsView_query$data } from '../__generated__/fleetsView_query.graphql.ts';
import { AppLink, pathTo } from '../ui/app-link.tsx';
import { Capacity } from '../ui/capacity.tsx';
import { wordsOf } from '../ui/names.ts';
import { ResourceState } from '../ui/resource-state.tsx';
import { by } from '../ui/sort.ts';

export type Fleet = NonNullable<fleetsView_query$data['fleets']>['edges'][number]['node'];

export const FLEET_COLUMNS: readonly TableProps.ColumnDefinition<Fleet>[] = [
  {
    id: 'name',
    header: 'Fleet',
    isRowHeader: true,
    width: 200,
    sortingComparator: by(({ name }) => name),
    cell: ({ name, displayName }) => <span title={displayName ?? undefined}>{name}</span>,
  },
  {
    id: 'state',
    header: 'State',
    width: 150,
    sortingComparator: by(({ state }) => state),
    cell: ({ state, fleetErrors }) => <ResourceState state={state} errors={fleetErrors?.length ?? 0} />,
  },
  {
    id: 'capacity',
    header: 'Capacity',
    width: 230,
    sortingComparator: by(({ computeCapacityStatus }) => computeCapacityStatus?.inUse),
    cell: CapacityOf,
  },
  {
    id: 'sessions',
    header: 'Sessions',
    width: 120,
    cell: ({ name }) => <AppLink to={pathTo('/sessions', { fleet: name })}>Show</AppLink>,
  },
  {
    id: 'type',
    header: 'Type',
    width: 130,
    sortingComparator: by(({ fleetType }) => fleetType),
    cell: ({ fleetType }) => (fleetType ? wordsOf(fleetType) : '–'),
  },
  {
    id: 'instance',
    header: 'Instance type',
    width: 200,
    sortingComparator: by(({ instanceType }) => instanceType),
    cell: ({ instanceType }) => instanceType ?? '–',
  },
  { id: 'image', header: 'Image', width: 220, cell: ({ imageName }) => imageName ?? '–' },
  {
    id: 'region',
    header: 'Region',
    width: 130,
    sortingComparator: by(({ location }) => location.region),
    cell: ({ location }) => location.region,
  },
];

function CapacityOf({ computeCapacityStatus: capacity, maxConcurrentSessions }: Fleet) {
  if (capacity?.actualUserSessions !== null && capacity?.actualUserSessions !== undefined) {
    return <Capacity used={capacity.activeUserSessions} total={capacity.actualUserSessions} what="sessions" />;
  }
  if (maxConcurrentSessions) return <Capacity used={capacity?.inUse} total={maxConcurrentSessions} what="sessions" />;
  return <Capacity used={capacity?.inUse} total={capacity?.running ?? capacity?.desired} what="instances" />;
}
