import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect } from 'react';
import { graphql, useFragment } from 'react-relay/hooks';
import type { counts_query$key } from '../__generated__/counts_query.graphql.ts';
import type { sessionsTable_list$key } from '../__generated__/sessionsTable_list.graphql.ts';
import type { LiveSessionFilter } from '../__generated__/sessionsViewQuery.graphql.ts';
import { useQueryState } from '../app/query-state.ts';
import type { ListChanges } from '../live/list-changes.ts';
import { useSessionChanges } from '../live/use-session-changes.ts';
import { usePreferences } from '../preferences/preferences.ts';
import type { Sort } from '../ui/sort.ts';
import { Counts } from './counts.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Pager } from './pager.tsx';
import { SessionRows, TableParts } from './session-rows.tsx';
import { SessionsHeader } from './sessions-header.tsx';
import { useSelection } from './use-selection.ts';

interface Props {
  readonly counts: counts_query$key;
  readonly list: sessionsTable_list$key;
  readonly filter: LiveSessionFilter;
  readonly order: Sort<string>;
  readonly isFiltered: boolean;
  /** Rows in front of the page. */
  readonly offset: number;
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

/** A page of live sessions with its filter, counts, changes and actions. */
export function SessionsTable({ list: key, counts, filter, order, isFiltered, offset, isLoading, readAgain }: Props) {
  const [, change] = useQueryState();
  const list = useFragment(LIST, key);
  const ids = list.edges.map(({ node }) => node.id);
  const changes = useSessionChanges(filter, list, ids);
  const { follows } = usePreferences();
  const total = changes.totalCount ?? list.totalCount;
  const { selected, select } = useSelection(list.edges);
  useFollowing(changes, follows, readAgain);
  const parts = {
    header: (
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
    ),
    filter: <FilterBar matches={total} />,
    pager: <Pager info={list.pageInfo} offset={offset} shown={list.edges.length} total={total} />,
  };
  return (
    <TableParts value={parts}>
      <SessionRows
        edges={list.edges}
        left={changes.left}
        selected={selected}
        select={select}
        order={order}
        isFiltered={isFiltered}
        change={change}
      />
    </TableParts>
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
