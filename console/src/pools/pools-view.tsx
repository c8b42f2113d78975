import { useState } from 'react';
import { graphql, useLazyLoadQuery, usePaginationFragment } from 'react-relay/hooks';
import type { poolsView_query$key } from '../__generated__/poolsView_query.graphql.ts';
import type { poolsViewPaginationQuery } from '../__generated__/poolsViewPaginationQuery.graphql.ts';
import type { poolsViewQuery } from '../__generated__/poolsViewQuery.graphql.ts';
import { type Readings, useReadings } from '../relay/use-readings.ts';
import { ListHeader } from '../ui/list-header.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { useWholeList } from '../ui/use-whole-list.ts';
import { PoolActions } from './pool-actions.tsx';
import { POOL_COLUMNS } from './pool-columns.tsx';

/** The gateway asks AWS for pools at most every 30 s. */
const EVERY_MS = 30_000;

/** WorkSpaces Pools: state, capacity, sessions. */
export function PoolsView() {
  const readings = useReadings(EVERY_MS);
  const query = useLazyLoadQuery<poolsViewQuery>(
    graphql`
      query poolsViewQuery {
        ...poolsView_query
      }
    `,
    {},
    { fetchKey: readings.fetchKey, fetchPolicy: 'network-only' },
  );
  return <Pools query={query} readings={readings} />;
}

function Pools({ query, readings }: { readonly query: poolsView_query$key; readonly readings: Readings }) {
  const { data, ...paged } = usePaginationFragment<poolsViewPaginationQuery, poolsView_query$key>(
    graphql`
      fragment poolsView_query on Query
      @refetchable(queryName: "poolsViewPaginationQuery")
      @argumentDefinitions(first: { type: "Int", defaultValue: 200 }, after: { type: "String" }) {
        pools(first: $first, after: $after) @connection(key: "poolsView_pools") {
          edges {
            node {
              id
              poolId
              poolName
              description
              state
              runningMode
              bundleId
              directoryId
              createdAt
              location {
                accountId
                region
              }
              capacityStatus {
                desiredUserSessions
                actualUserSessions
                activeUserSessions
                availableUserSessions
              }
              errors {
                errorCode
                errorMessage
              }
            }
          }
        }
      }
    `,
    query,
  );
  const pools = data.pools?.edges.map(({ node }) => node) ?? [];
  useWholeList(paged, pools.length);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const selected = pools.filter(({ id }) => id === selectedId);
  if (!data.pools) throw new Error('The pools could not be read.');
  return (
    <SimpleTable
      label="Pools"
      what="pools"
      items={pools}
      columns={POOL_COLUMNS}
      trackBy={({ id }) => id}
      textOf={({ poolName, poolId, description, location }) =>
        [poolName, poolId, description, location.region].filter(Boolean).join(' ')
      }
      sortedBy={POOL_COLUMNS[0] ?? {}}
      selected={selected}
      onSelect={([pool]) => setSelectedId(pool?.id ?? null)}
      header={
        <ListHeader
          title="Pools"
          counter={`(${pools.length}${paged.hasNext ? '+' : ''})`}
          description="AWS ends WorkSpaces Pools on 31 December 2027."
          {...readings}
          actions={<PoolActions pool={selected[0] ?? null} done={readings.readAgain} />}
        />
      }
    />
  );
}
