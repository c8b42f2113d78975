import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Suspense, useDeferredValue, useMemo, useState } from 'react';
import { graphql, useLazyLoadQuery } from 'react-relay/hooks';
import type { historyViewQuery } from '../__generated__/historyViewQuery.graphql.ts';
import { useCaller } from '../app/caller-context.ts';
import { useQueryState } from '../app/query-state.ts';
import { usePreferences } from '../preferences/preferences.ts';
import { FilterBar } from '../sessions/filter-bar.tsx';
import { filterOf } from '../sessions/session-filter.ts';
import { FIRST_PAGE, pageOf, pageVariables } from '../sessions/session-page.ts';
import { rangeOf, rangeParams, windowOf } from '../time-range/range.ts';
import { RangePicker } from '../time-range/range-picker.tsx';
import { ErrorScreen } from '../ui/error-boundary.tsx';
import { Loading } from '../ui/loading.tsx';
import { HISTORY_FILTER } from './history-filter.ts';
import { historyOrderBy, historyOrderOf } from './history-order.ts';
import { RecordTable } from './record-table.tsx';

/** Sessions that were there in a window of time, ended ones too. Time, filter, order and page are in the URL. */
export function HistoryView() {
  const [params, change] = useQueryState();
  const isOwnOnly = !useCaller().scopes.has('history:read');
  const range = rangeOf(params);
  // A cursor belongs to one window: a range that ends now is that of when it was read. Outside of `Suspense`, which loses state.
  const [now, setNow] = useState(() => Date.now());
  const readAgain = () => {
    change(FIRST_PAGE, true);
    setNow(Date.now());
  };
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description="Sessions as they were observed, ended ones too.">
        {isOwnOnly ? 'My history' : 'History'}
      </Header>
      <div className="choices">
        <RangePicker range={range} choose={(next) => change({ ...FIRST_PAGE, ...rangeParams(next) })} />
        <div className="choices-wide">
          <FilterBar spec={HISTORY_FILTER} />
        </div>
      </div>
      <Suspense fallback={<Loading />}>
        <ErrorScreen key={params.toString()} onRetry={readAgain}>
          <HistoryPage now={now} readAgain={readAgain} />
        </ErrorScreen>
      </Suspense>
    </SpaceBetween>
  );
}

/** Page of records that a URL means. */
interface Page {
  /** Rows in front of it. */
  readonly offset: number;
  readonly variables: historyViewQuery['variables'];
}

function HistoryPage({ now, readAgain }: { readonly now: number; readonly readAgain: () => void }) {
  const [params] = useQueryState();
  const { pageSize } = usePreferences();
  const order = historyOrderOf(params);
  const place = pageOf(params);
  const text = JSON.stringify({
    offset: place.offset,
    variables: {
      filter: { ...windowOf(rangeOf(params), now), ...filterOf(params, HISTORY_FILTER) },
      orderBy: historyOrderBy(order),
      ...pageVariables(place, pageSize),
    },
  } satisfies Page);
  const wanted = useMemo(() => ({ text, now }), [text, now]);
  const shown = useDeferredValue(wanted);
  const { offset, variables } = useMemo(() => JSON.parse(shown.text) as Page, [shown.text]);
  const { sessionHistory } = useLazyLoadQuery<historyViewQuery>(
    graphql`
      query historyViewQuery(
        $filter: SessionHistoryFilter!
        $orderBy: [SessionRecordOrder!]
        $first: Int
        $after: String
        $last: Int
        $before: String
      ) {
        sessionHistory(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
          ...recordTable_list
        }
      }
    `,
    variables,
    { fetchKey: shown.now, fetchPolicy: 'network-only' },
  );
  if (!sessionHistory) throw new Error('The history could not be read.');
  return (
    <RecordTable
      list={sessionHistory}
      order={order}
      offset={offset}
      actions={<Button iconName="refresh" ariaLabel="Read again" loading={shown !== wanted} onClick={readAgain} />}
    />
  );
}
