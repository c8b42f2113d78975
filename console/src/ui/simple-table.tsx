import { useCollection } from '@cloudscape-design/collection-hooks';
import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactNode } from 'react';
import { useQueryState } from '../app/query-state.ts';
import { EmptyList } from './empty-list.tsx';
import { sortOf, sortParam } from './sort.ts';

const PAGE_SIZE = 50;

interface Props<Item> {
  readonly label: string;
  /** Plural of the rows: `fleets`. */
  readonly what: string;
  readonly items: readonly Item[];
  readonly columns: readonly TableProps.ColumnDefinition<Item>[];
  readonly trackBy: (item: Item) => string;
  /** Text that the filter searches. */
  readonly textOf: (item: Item) => string;
  readonly header: ReactNode;
  readonly sortedBy: TableProps.SortingColumn<Item>;
  readonly isDescending?: boolean;
  readonly footer?: ReactNode;
  readonly selected?: readonly Item[];
  readonly onSelect?: (items: readonly Item[]) => void;
}

/** Table of a list that is held as a whole: filtered, sorted and paged here. Filter and order are in the URL: `find`, `sort`. */
export function SimpleTable<Item>(props: Props<Item>) {
  const { label, what, items, columns, trackBy, textOf, header, sortedBy, isDescending = false, footer } = props;
  const [params, change] = useQueryState();
  const find = params.get('find') ?? '';
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = items.filter((item) => words.every((word) => textOf(item).toLowerCase().includes(word)));
  const clear = () => change({ find: null }, true);
  const sort = sortOf(
    params,
    columns.flatMap(({ id }) => id ?? []),
  );
  const chosen = columns.find(({ id }) => id === sort?.column);
  const collection = useCollection(matching, {
    sorting: {
      defaultState:
        sort && chosen
          ? { sortingColumn: chosen, isDescending: sort.isDescending }
          : { sortingColumn: sortedBy, isDescending },
    },
    pagination: { pageSize: PAGE_SIZE },
  });
  const { onSortingChange } = collection.collectionProps;
  const selection = props.onSelect
    ? {
        selectionType: 'single' as const,
        selectedItems: props.selected ?? [],
        onSelectionChange: ({ detail }: { detail: TableProps.SelectionChangeDetail<Item> }) =>
          props.onSelect?.(detail.selectedItems),
      }
    : {};
  return (
    <Table<Item>
      {...collection.collectionProps}
      {...selection}
      onSortingChange={(event) => {
        onSortingChange?.(event);
        const { sortingColumn, isDescending: descends = false } = event.detail;
        const column = columns.find((each) => each === sortingColumn)?.id;
        change({ sort: column ? sortParam({ column, isDescending: descends }) : null }, true);
      }}
      variant="full-page"
      stickyHeader
      resizableColumns
      enableKeyboardNavigation
      trackBy={trackBy}
      items={collection.items}
      columnDefinitions={columns}
      ariaLabels={{
        tableLabel: label,
        selectionGroupLabel: `Selection of ${what}`,
        itemSelectionLabel: (_data, item) => `Select ${textOf(item)}`,
      }}
      empty={<EmptyList what={what} isFiltered={find !== ''} clear={clear} />}
      header={header}
      footer={footer}
      filter={<Find what={what} count={matching.length} />}
      pagination={
        items.length > PAGE_SIZE && (
          <Pagination
            {...collection.paginationProps}
            pagesCount={Math.max(1, Math.ceil(matching.length / PAGE_SIZE))}
          />
        )
      }
    />
  );
}

/** Text that the rows have to have, in the URL. */
function Find({ what, count }: { readonly what: string; readonly count: number }) {
  const [params, change] = useQueryState();
  return (
    <TextFilter
      filteringText={params.get('find') ?? ''}
      filteringAriaLabel={`Find ${what}`}
      filteringPlaceholder={`Find ${what}`}
      countText={`${count} ${count === 1 ? 'match' : 'matches'}`}
      onChange={({ detail }) => change({ find: detail.filteringText || null }, true)}
    />
  );
}
