import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { graphql, useFragment } from 'react-relay/hooks';
import type { recordTable_list$key } from '../__generated__/recordTable_list.graphql.ts';
import { useQueryState } from '../app/query-state.ts';
import { Pager } from '../sessions/pager.tsx';
import { filterParams } from '../sessions/session-filter.ts';
import { FIRST_PAGE } from '../sessions/session-page.ts';
import { EmptyList } from '../ui/empty-list.tsx';
import { formatShare } from '../ui/numbers.ts';
import { serverSorting } from '../ui/server-sorting.ts';
import { HISTORY_FILTER } from './history-filter.ts';
import type { HistoryOrder } from './history-order.ts';
import { RECORD_COLUMNS, type RecordRow, useRecordRows } from './record-columns.tsx';

interface Props {
  readonly list: recordTable_list$key;
  readonly order: HistoryOrder;
  /** Rows in front of the page. */
  readonly offset: number;
  readonly actions: ReactNode;
}

/** A page of records, sorted by the gateway. */
export function RecordTable({ list, order, offset, actions }: Props) {
  const { totalCount, nodes, pageInfo, coverage } = useFragment(
    graphql`
      fragment recordTable_list on SessionRecordConnection {
        totalCount
        nodes {
          ...recordColumns_record
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        coverage {
          observedShare
        }
      }
    `,
    list,
  );
  const rows = useRecordRows(nodes);
  const [params, change] = useQueryState();
  const names = filterParams(HISTORY_FILTER);
  const observed = coverage.reduce((sum, { observedShare }) => sum + observedShare, 0) / Math.max(1, coverage.length);
  return (
    <Table<RecordRow>
      variant="full-page"
      stickyHeader
      resizableColumns
      enableKeyboardNavigation
      trackBy="id"
      items={rows}
      columnDefinitions={RECORD_COLUMNS}
      {...serverSorting(RECORD_COLUMNS, order, (sort) => change({ ...FIRST_PAGE, sort }))}
      ariaLabels={{ tableLabel: 'Records of sessions' }}
      empty={
        <EmptyList
          what="sessions"
          isFiltered={names.some((name) => params.has(name))}
          clear={() => change({ ...FIRST_PAGE, ...Object.fromEntries(names.map((name) => [name, null])) })}
        />
      }
      header={
        <Header
          variant="h2"
          counter={`(${totalCount.toLocaleString('en')})`}
          description={`${formatShare(observed)} of this time was observed: sessions of the rest may be missing.`}
          actions={actions}
        >
          Records
        </Header>
      }
      pagination={<Pager info={pageInfo} offset={offset} shown={rows.length} total={totalCount} />}
    />
  );
}
