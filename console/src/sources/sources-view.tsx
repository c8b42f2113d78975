import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import { graphql, useLazyLoadQuery } from 'react-relay/hooks';
import type { sourcesViewQuery, sourcesViewQuery$data } from '../__generated__/sourcesViewQuery.graphql.ts';
import { formatDuration, useNow } from '../preferences/format-time.ts';
import { useReadings } from '../relay/use-readings.ts';
import { ListHeader } from '../ui/list-header.tsx';
import { SERVICE_NAMES } from '../ui/names.ts';
import { SimpleTable } from '../ui/simple-table.tsx';
import { by } from '../ui/sort.ts';
import { Since } from '../ui/times.tsx';

/** Costs no AWS call. */
const EVERY_MS = 5_000;

type Source = NonNullable<sourcesViewQuery$data['liveSessions']>['sources'][number];

/** Sources of live sessions: how old each is, why, and what its scans cost. */
export function SourcesView() {
  const readings = useReadings(EVERY_MS);
  const { liveSessions } = useLazyLoadQuery<sourcesViewQuery>(
    graphql`
      query sourcesViewQuery {
        liveSessions(first: 0) {
          asOf
          incomplete
          totalCount
          sources {
            service
            label
            status
            asOf
            sessions
            callsPerScan
            nextReadAt
            location {
              accountId
              region
            }
            error {
              code
              message
            }
          }
        }
      }
    `,
    {},
    { fetchKey: readings.fetchKey, fetchPolicy: 'network-only' },
  );
  if (!liveSessions) throw new Error('The sources could not be read.');
  const { sources, asOf, totalCount } = liveSessions;
  const calls = sources.reduce((sum, { callsPerScan }) => sum + (callsPerScan ?? 0), 0);
  return (
    <SimpleTable
      label="Sources"
      what="sources"
      items={sources}
      columns={COLUMNS}
      trackBy={({ service, label }) => `${service} ${label}`}
      textOf={({ label, status, error }) => [label, STATUSES[status]?.[1], error?.code].filter(Boolean).join(' ')}
      sortedBy={COLUMNS[0] ?? {}}
      header={
        <ListHeader
          title="Health"
          counter={`(${sources.length})`}
          description={
            <>
              {totalCount.toLocaleString('en')} sessions, the oldest seen <Since instant={asOf} /> ago; {calls} AWS
              calls for one scan of all.
            </>
          }
          {...readings}
        />
      }
    />
  );
}

/** In the order of their urgency. */
const STATUSES: Readonly<Record<string, readonly [StatusIndicatorProps.Type, string]>> = {
  FAILED: ['error', 'Failed'],
  STALE: ['warning', 'Stale'],
  SYNCING: ['in-progress', 'First scan'],
  UP_TO_DATE: ['success', 'Up to date'],
};
const URGENCY = Object.keys(STATUSES);

const COLUMNS: readonly TableProps.ColumnDefinition<Source>[] = [
  {
    id: 'status',
    header: 'Status',
    width: 250,
    sortingComparator: by(({ status }) => URGENCY.indexOf(status)),
    cell: StatusOf,
  },
  {
    id: 'label',
    header: 'Source',
    isRowHeader: true,
    width: 400,
    sortingComparator: by(({ label }) => label),
    cell: ({ label }) => label,
  },
  { id: 'asOf', header: 'Age', width: 110, cell: ({ asOf }) => (asOf ? <Since instant={asOf} /> : '–') },
  { id: 'sessions', header: 'Sessions', width: 125, sortingField: 'sessions', cell: ({ sessions }) => sessions },
  {
    id: 'calls',
    header: 'AWS calls a scan',
    width: 190,
    sortingField: 'callsPerScan',
    cell: ({ callsPerScan }) => callsPerScan ?? '–',
  },
  {
    id: 'next',
    header: 'Next scan',
    width: 120,
    cell: ({ nextReadAt }) => (nextReadAt ? <Until instant={nextReadAt} /> : '–'),
  },
  { id: 'service', header: 'Service', width: 170, cell: ({ service }) => SERVICE_NAMES[service] },
];

function StatusOf({ status, error }: Source) {
  const [type, text] = STATUSES[status] ?? ['info', status];
  return (
    <StatusIndicator type={type}>
      <span title={error?.message}>{error ? `${text}: ${error.code}` : text}</span>
    </StatusIndicator>
  );
}

function Until({ instant }: { readonly instant: string }) {
  const seconds = (Date.parse(instant) - useNow()) / 1_000;
  return <>{seconds <= 0 ? 'now' : `in ${formatDuration(seconds)}`}</>;
}
