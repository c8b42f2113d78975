import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { graphql, useLazyLoadQuery } from 'react-relay/hooks';
import type { sessionsViewQuery } from '../__generated__/sessionsViewQuery.graphql.ts';
import { useQueryState } from '../app/query-state.ts';
import { usePreferences } from '../preferences/preferences.ts';
import { ErrorScreen } from '../ui/error-boundary.tsx';
import type { Sort } from '../ui/sort.ts';
import { FILTER_PARAMS, filterOf } from './session-filter.ts';
import { orderByOf, orderOf } from './session-order.ts';
import { FIRST_PAGE, pageOf, pageVariables } from './session-page.ts';
import { SessionsTable } from './sessions-table.tsx';

const QUERY = graphql`
  query sessionsViewQuery(
    $filter: LiveSessionFilter
    $orderBy: [LiveSessionOrder!]
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    ...counts_query @arguments(filter: $filter)
    liveSessions(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      ...sessionsTable_list
    }
  }
`;

/** Live table of the sessions of all services. Filter, order and page are in the URL. */
export function SessionsView() {
  const [, change] = useQueryState();
  return (
    // A cursor of another process is invalid: the first page is not.
    <ErrorScreen onRetry={() => change(FIRST_PAGE, true)}>
      <SessionsPage />
    </ErrorScreen>
  );
}

/** State of the list that a URL means. */
interface Page {
  readonly order: Sort<string>;
  readonly isFiltered: boolean;
  /** Rows in front of it. */
  readonly offset: number;
  readonly variables: sessionsViewQuery['variables'];
}

function SessionsPage() {
  const [params] = useQueryState();
  const { pageSize } = usePreferences();
  const [readings, setReadings] = useState(0);
  const order = orderOf(params);
  const place = pageOf(params);
  const text = JSON.stringify({
    order,
    isFiltered: FILTER_PARAMS.some((name) => params.has(name)),
    offset: place.offset,
    variables: {
      filter: filterOf(params),
      orderBy: orderByOf(order),
      ...pageVariables(place, pageSize),
    },
  } satisfies Page);
  const wanted = useMemo(() => ({ text, readings }), [text, readings]);
  // What is shown stays until what is wanted is there.
  const shown = useDeferredValue(wanted);
  const { variables, ...page } = useMemo(() => JSON.parse(shown.text) as Page, [shown.text]);
  const query = useLazyLoadQuery<sessionsViewQuery>(QUERY, variables, {
    fetchKey: shown.readings,
    fetchPolicy: 'network-only',
  });
  const readAgain = useCallback(() => setReadings((count) => count + 1), []);
  const { liveSessions } = query;
  if (!liveSessions) throw new Error('Live sessions could not be read.');
  return (
    <SessionsTable
      list={liveSessions}
      counts={query}
      filter={variables.filter ?? {}}
      {...page}
      isLoading={shown !== wanted}
      readAgain={readAgain}
    />
  );
}
