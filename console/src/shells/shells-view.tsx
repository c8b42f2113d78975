import Button from '@cloudscape-design/components/button';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { graphql, useLazyLoadQuery, usePaginationFragment } from 'react-relay/hooks';
import type { shellsView_query$key } from '../__generated__/shellsView_query.graphql.ts';
import type { shellsViewPaginationQuery } from '../__generated__/shellsViewPaginationQuery.graphql.ts';
import type { shellsViewQuery } from '../__generated__/shellsViewQuery.graphql.ts';
import { useCaller } from '../app/caller-context.ts';
import { useQueryState } from '../app/query-state.ts';
import { type Readings, useReadings } from '../relay/use-readings.ts';
import { ListHeader } from '../ui/list-header.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { shellColumns } from './shell-columns.tsx';

const EVERY_MS = 30_000;
const PAGE = 100;

/** Shells of Session Manager: whose, on which node; those that are probably abandoned are marked. */
export function ShellsView() {
  const [params] = useQueryState();
  const state = params.get('state') === 'HISTORY' ? 'HISTORY' : 'ACTIVE';
  const readings = useReadings(EVERY_MS);
  const withNodes = useCaller().scopes.has('fleets:read');
  const query = useLazyLoadQuery<shellsViewQuery>(
    graphql`
      query shellsViewQuery($state: SsmSessionState!, $withNodes: Boolean!) {
        ...shellsView_query @arguments(state: $state, withNodes: $withNodes)
      }
    `,
    { state, withNodes },
    { fetchKey: readings.fetchKey, fetchPolicy: 'network-only' },
  );
  return <Shells query={query} readings={readings} state={state} />;
}

interface Props {
  readonly query: shellsView_query$key;
  readonly readings: Readings;
  readonly state: 'ACTIVE' | 'HISTORY';
}

function Shells({ query, readings, state }: Props) {
  const [, change] = useQueryState();
  const { data, hasNext, isLoadingNext, loadNext } = usePaginationFragment<
    shellsViewPaginationQuery,
    shellsView_query$key
  >(
    graphql`
      fragment shellsView_query on Query
      @refetchable(queryName: "shellsViewPaginationQuery")
      @argumentDefinitions(
        state: { type: "SsmSessionState!" }
        withNodes: { type: "Boolean!" }
        first: { type: "Int", defaultValue: 100 }
        after: { type: "String" }
      ) {
        ssmSessions(state: $state, first: $first, after: $after) @connection(key: "shellsView_ssmSessions") {
          edges {
            node {
              id
              sessionId
              status
              owner
              target
              reason
              documentName
              startedAt
              endedAt
              maxSessionDuration
              stale
              user {
                userName
              }
              location {
                region
              }
              managedNode @include(if: $withNodes) {
                computerName
                pingStatus
                platformName
              }
            }
          }
        }
      }
    `,
    query,
  );
  const shells = data.ssmSessions?.edges.map(({ node }) => node) ?? [];
  if (!data.ssmSessions) throw new Error('The shells could not be read.');
  const columns = shellColumns(state);
  return (
    <SimpleTable
      label="Shells"
      what="shells"
      items={shells}
      columns={columns}
      trackBy={({ id }) => id}
      textOf={({ user, target, reason, managedNode, sessionId }) =>
        [user?.userName, target, reason, managedNode?.computerName, sessionId].filter(Boolean).join(' ')
      }
      sortedBy={columns.find(({ id }) => id === 'started') ?? {}}
      isDescending
      footer={
        hasNext && (
          <Button loading={isLoadingNext} onClick={() => loadNext(PAGE)}>
            Read more
          </Button>
        )
      }
      header={
        <ListHeader
          title="Shells"
          counter={`(${shells.length}${hasNext ? '+' : ''})`}
          description={state === 'HISTORY' ? 'AWS lists shells for 30 days after their end.' : undefined}
          {...readings}
          actions={
            <SegmentedControl
              label="State"
              selectedId={state}
              options={[
                { id: 'ACTIVE', text: 'Open' },
                { id: 'HISTORY', text: 'Ended' },
              ]}
              onChange={({ detail }) => change({ state: detail.selectedId === 'HISTORY' ? 'HISTORY' : null })}
            />
          }
        />
      }
    />
  );
}
