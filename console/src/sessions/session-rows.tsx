import Table, { type TableProps } from '@cloudscape-design/components/table';
import { createContext, lazy, memo, type ReactNode, Suspense, useContext } from 'react';
import type { ParamChanges } from '../app/query-state.ts';
import { usePreferences } from '../preferences/preferences.ts';
import { EmptyList } from '../ui/empty-list.tsx';
import { serverSorting } from '../ui/server-sorting.ts';
import type { Sort } from '../ui/sort.ts';
import { columnsOf, columnsShown, type SessionEdge } from './session-columns.tsx';
import { FILTER_PARAMS } from './session-filter.ts';
import { FIRST_PAGE } from './session-page.ts';

const TablePreferences = lazy(async () => ({ default: (await import('./table-preferences.tsx')).TablePreferences }));

type PartName = 'header' | 'filter' | 'pager';

/** Parts around the rows. They change often, and a table that is given another of them renders every cell. */
export const TableParts = createContext<Readonly<Record<PartName, ReactNode>>>({
  header: null,
  filter: null,
  pager: null,
});

function Part({ of }: { readonly of: PartName }) {
  return useContext(TableParts)[of];
}

const LABELS: TableProps.AriaLabels<SessionEdge> = {
  tableLabel: 'Sessions',
  selectionGroupLabel: 'Selection of sessions',
  allItemsSelectionLabel: () => 'Select all sessions of this page',
  itemSelectionLabel: (_data, { node }) => `Select session ${node.sessionId}`,
};

const NO_FILTER = Object.fromEntries(FILTER_PARAMS.map((name) => [name, null]));

interface Props {
  readonly edges: readonly SessionEdge[];
  /** Sessions that left the list while they were shown. */
  readonly left: ReadonlySet<string>;
  readonly selected: readonly SessionEdge[];
  readonly select: (selected: readonly SessionEdge[]) => void;
  readonly order: Sort<string>;
  readonly isFiltered: boolean;
  readonly change: (changes: ParamChanges) => void;
}

/** Rows of the table of sessions. They are rendered when they change, and not with the list's state around them. */
export const SessionRows = memo(function SessionRows(props: Props) {
  const { edges, left, selected, select, order, isFiltered, change } = props;
  const { columns: chosen } = usePreferences();
  const columns = columnsOf(left);
  return (
    <Table<SessionEdge>
      variant="full-page"
      stickyHeader
      resizableColumns
      enableKeyboardNavigation
      trackBy={(edge) => edge.node.id}
      items={edges}
      columnDefinitions={columns}
      columnDisplay={columnsShown(chosen)}
      selectionType="multi"
      selectedItems={selected}
      onSelectionChange={({ detail }) => select(detail.selectedItems)}
      {...serverSorting(columns, order, (sort) => change({ ...FIRST_PAGE, sort }))}
      ariaLabels={LABELS}
      empty={
        <EmptyList what="sessions" isFiltered={isFiltered} clear={() => change({ ...FIRST_PAGE, ...NO_FILTER })} />
      }
      header={<Part of="header" />}
      filter={<Part of="filter" />}
      preferences={
        <Suspense>
          <TablePreferences />
        </Suspense>
      }
      pagination={<Part of="pager" />}
    />
  );
});
