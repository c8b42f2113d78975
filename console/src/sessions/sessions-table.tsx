import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { lazy, Suspense, useEffect } from 'react';
import { graphql, useFragment } from 'react-relay/hooks';
import type { counts_query$key } from '../__generated__/counts_query.graphql.ts';
import type { sessionsTable_list$key } from '../__generated__/sessionsTable_list.graphql.ts';
import type { LiveSessionFilter } from '../__generated__/sessionsViewQuery.graphql.ts';
import { useQueryState } from '../app/query-state.ts';
import type { ListChanges } from '../live/list-changes.ts';
import { useSessionChanges } from '../live/use-session-changes.ts';
import { usePreferences } from '../preferences/preferences.ts';
import { EmptyList } from '../ui/empty-list.tsx';
import { serverSorting } from '../ui/server-sorting.ts';
import { Counts } from './counts.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Pager } from './pager.tsx';
import { columnsOf, columnsShown, type SessionEdge } from './session-columns.tsx';
import { FILTER_PARAMS } from './session-filter.ts';
import { orderOf } from './session-order.ts';
import { FIRST_PAGE } from './session-page.ts';
import { SessionsHeader } from './sessions-header.tsx';
import { useSelection } from './use-selection.ts';

const TablePreferences = lazy(async () => ({ default: (await import('./table-preferences.tsx')).TablePreferences }));

interface Props {
  readonly counts: counts_query$key;
  readonly list: sessionsTable_list$key;
  readonly filter: LiveSessionFilter;
  readonly isLoading: boolean;
  readonly readAgain: () => void;
}

/** Shortest time between two readings of a list that is followed. Milliseconds. */
const FOLLOW_MS = 1_000;

const LIST = graphql`
  fragment sessionsTable_list on LiveSessionConnection {
    __id
    position
    asOf
    totalCount
    edges {
      ...cellsStatus_edge
      statusSince {
        after
        before
      }
      node {
        id
        service
        startedAt
        expiresAt
        instanceId
        sessionId
        user {
          userName
        }
        location {
          region
          accountId
        }
        ...cellsUser_session
        ...resourceOf_session
      }
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
`;

const LABELS: TableProps.AriaLabels<SessionEdge> = {
  tableLabel: 'Sessions',
  selectionGroupLabel: 'Selection of sessions',
  allItemsSelectionLabel: () => 'Select all sessions of this page',
  itemSelectionLabel: (_data, { node }) => `Select session ${node.sessionId}`,
};

/** A page of live sessions with its filter, counts, changes and actions. */
export function SessionsTable({ list: key, counts, filter, isLoading, readAgain }: Props) {
  const list = useFragment(LIST, key);
  const [params, change] = useQueryState();
  const ids = list.edges.map(({ node }) => node.id);
  const changes = useSessionChanges(filter, list, ids);
  const { follows, columns: shownColumns } = usePreferences();
  const total = changes.totalCount ?? list.totalCount;
  const { selected, select } = useSelection(list.edges);
  useFollowing(changes, follows, readAgain);

  const columns = columnsOf(changes.left);
  const isFiltered = FILTER_PARAMS.some((name) => params.has(name));
  return (
    <Table<SessionEdge>
      variant="full-page"
      stickyHeader
      resizableColumns
      enableKeyboardNavigation
      trackBy={(edge) => edge.node.id}
      items={list.edges}
      columnDefinitions={columns}
      columnDisplay={columnsShown(shownColumns)}
      loading={false}
      selectionType="multi"
      selectedItems={selected}
      onSelectionChange={({ detail }) => select(detail.selectedItems)}
      {...serverSorting(columns, orderOf(params), (sort) => change({ ...FIRST_PAGE, sort }))}
      ariaLabels={LABELS}
      empty={
        <EmptyList
          what="sessions"
          isFiltered={isFiltered}
          clear={() => change({ ...FIRST_PAGE, ...Object.fromEntries(FILTER_PARAMS.map((name) => [name, null])) })}
        />
      }
      header={
        <SpaceBetween size="s">
          <SessionsHeader
            total={total}
            changes={changes}
            asOf={list.asOf}
            selected={selected}
            filter={filter}
            isLoading={isLoading}
            readAgain={readAgain}
          />
          <Counts query={counts} revision={changes.revision} />
        </SpaceBetween>
      }
      filter={<FilterBar matches={total} />}
      preferences={
        <Suspense>
          <TablePreferences />
        </Suspense>
      }
      pagination={<Pager info={list.pageInfo} shown={list.edges.length} total={total} />}
    />
  );
}

/** Reads the list again when changes were lost, and when it is followed and rows came or went. */
function useFollowing({ isLost, entered, left }: ListChanges, follows: boolean, readAgain: () => void): void {
  const isBehind = isLost || (follows && entered.size + left.size > 0);
  useEffect(() => {
    if (!isBehind) return;
    const timer = setTimeout(readAgain, isLost ? 0 : FOLLOW_MS);
    return () => clearTimeout(timer);
  }, [isBehind, isLost, readAgain]);
}
