import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import type { TableProps } from '@cloudscape-design/components/table';
import { useQueryState } from '../app/query-state.ts';
import { rangeOf, rangeParams } from '../time-range/range.ts';
import { AppLink, pathTo } from '../ui/app-link.tsx';
import { csvOf, download } from '../ui/csv.ts';
import { formatShare, formatValue } from '../ui/numbers.ts';
import { SimpleTable } from '../ui/simple-table.tsx';
import { by } from '../ui/sort.ts';
import { MEASURES } from './measures.ts';
import { DIMENSION_NAMES } from './series-names.ts';
import type { Dimension } from './usage-choice.ts';
import type { UsageSeries } from './usage-report.tsx';
import { usageRows } from './usage-rows.ts';

/** All measures of each series, for the whole time. */
export function UsageTable({
  dimension,
  series,
}: {
  readonly dimension: Dimension | null;
  readonly series: readonly UsageSeries[];
}) {
  const name = dimension === null ? 'Sessions' : DIMENSION_NAMES[dimension];
  const columns: readonly TableProps.ColumnDefinition<UsageSeries>[] = [
    {
      id: 'name',
      header: name,
      isRowHeader: true,
      width: 260,
      sortingField: 'name',
      cell: ({ name: text, value }) => (dimension === 'USER' && value !== null ? <UserLink name={value} /> : text),
    },
    ...MEASURES.map(({ id, label, read }) => ({
      id,
      header: label,
      width: 160,
      sortingComparator: by(({ total }: UsageSeries) => read(total) ?? -1),
      cell: ({ total }: UsageSeries) => formatValue(read(total)),
    })),
    {
      id: 'observed',
      header: 'Observed',
      width: 120,
      sortingComparator: by(({ total }) => total.observedShare),
      cell: ({ total }) => formatShare(total.observedShare),
    },
  ];
  return (
    <SimpleTable
      label="Totals"
      what="series"
      items={series}
      columns={columns}
      trackBy={(each) => each.name}
      textOf={(each) => each.name}
      sortedBy={columns[1] ?? {}}
      isDescending
      header={
        <Header
          variant="h2"
          counter={dimension === null ? undefined : `(${series.length})`}
          actions={
            <Button iconName="download" onClick={() => download('usage.csv', csvOf(usageRows(dimension, series)))}>
              CSV
            </Button>
          }
        >
          Totals
        </Header>
      }
    />
  );
}

/** Link to the records of a user in the same time. */
function UserLink({ name }: { readonly name: string }) {
  const [params] = useQueryState();
  const time = Object.entries(rangeParams(rangeOf(params))).flatMap(([key, value]) => (value ? [[key, value]] : []));
  return <AppLink to={pathTo('/history', { ...Object.fromEntries(time), user: name })}>{name}</AppLink>;
}
