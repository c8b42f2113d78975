import { useState } from 'react';
import { graphql, useLazyLoadQuery, usePaginationFragment } from 'react-relay/hooks';
import type { fleetsView_query$key } from '../__generated__/fleetsView_query.graphql.ts';
import type { fleetsViewPaginationQuery } from '../__generated__/fleetsViewPaginationQuery.graphql.ts';
import type { fleetsViewQuery } from '../__generated__/fleetsViewQuery.graphql.ts';
import { type Readings, useReadings } from '../relay/use-readings.ts';
import { ListHeader } from '../ui/list-header.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { useWholeList } from '../ui/use-whole-list.ts';
import { FleetActions } from './fleet-actions.tsx';
import { FLEET_COLUMNS } from './fleet-columns.tsx';

/** The gateway asks AWS for fleets at most every 30 s. */
const EVERY_MS = 30_000;

/** Fleets of AppStream: state, capacity, sessions. */
export function FleetsView() {
  const readings = useReadings(EVERY_MS);
  const query = useLazyLoadQuery<fleetsViewQuery>(
    graphql`
      query fleetsViewQuery {
        ...fleetsView_query
      }
    `,
    {},
    { fetchKey: readings.fetchKey, fetchPolicy: 'network-only' },
  );
  return <Fleets query={query} readings={readings} />;
}

function Fleets({ query, readings }: { readonly query: fleetsView_query$key; readonly readings: Readings }) {
  const { data, ...paged } = usePaginationFragment<fleetsViewPaginationQuery, fleetsView_query$key>(
    graphql`
      fragment fleetsView_query on Query
      @refetchable(queryName: "fleetsViewPaginationQuery")
      @argumentDefinitions(first: { type: "Int", defaultValue: 200 }, after: { type: "String" }) {
        fleets(first: $first, after: $after) @connection(key: "fleetsView_fleets") {
          edges {
            node {
              id
              name
              displayName
              state
              fleetType
              instanceType
              platform
              imageName
              maxConcurrentSessions
              maxUserDurationInSeconds
              createdTime
              location {
                accountId
                region
              }
              computeCapacityStatus {
                desired
                running
                inUse
                available
                actualUserSessions
                activeUserSessions
              }
              fleetErrors {
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
  const fleets = data.fleets?.edges.map(({ node }) => node) ?? [];
  useWholeList(paged, fleets.length);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const selected = fleets.filter(({ id }) => id === selectedId);
  if (!data.fleets) throw new Error('The fleets could not be read.');
  return (
    <SimpleTable
      label="Fleets"
      what="fleets"
      items={fleets}
      columns={FLEET_COLUMNS}
      trackBy={({ id }) => id}
      textOf={({ name, displayName, instanceType, imageName, location }) =>
        [name, displayName, instanceType, imageName, location.region].filter(Boolean).join(' ')
      }
      sortedBy={FLEET_COLUMNS[0] ?? {}}
      selected={selected}
      onSelect={([fleet]) => setSelectedId(fleet?.id ?? null)}
      header={
        <ListHeader
          title="Fleets"
          counter={`(${fleets.length}${paged.hasNext ? '+' : ''})`}
          {...readings}
          actions={<FleetActions fleet={selected[0] ?? null} done={readings.readAgain} />}
        />
      }
    />
  );
}
