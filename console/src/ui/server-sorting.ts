import type { TableProps } from '@cloudscape-design/components/table';
import { type Sort, sortParam } from './sort.ts';

/** Makes the sorting of a table whose rows the gateway sorts. `sortingField` of a column is its name in the URL. */
export function serverSorting<Row>(
  columns: readonly TableProps.ColumnDefinition<Row>[],
  order: Sort<string>,
  change: (sort: string) => void,
): Pick<TableProps<Row>, 'sortingColumn' | 'sortingDescending' | 'onSortingChange'> {
  return {
    sortingColumn: columns.find(({ sortingField }) => sortingField === order.column) ?? {},
    sortingDescending: order.isDescending,
    onSortingChange: ({ detail: { sortingColumn, isDescending = false } }) => {
      const column = sortingColumn.sortingField;
      if (column !== undefined) change(sortParam({ column, isDescending }));
    },
  };
}
