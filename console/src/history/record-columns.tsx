import type { TableProps } from '@cloudscape-design/components/table';
import { graphql, useFragment } from 'react-relay/hooks';
import type {
  recordColumns_record$data,
  recordColumns_record$key,
} from '../__generated__/recordColumns_record.graphql.ts';
import { formatDuration } from '../preferences/format-time.ts';
import { END_REASON_NAMES, SERVICE_NAMES } from '../ui/names.ts';
import { SessionLink } from '../ui/session-link.tsx';
import { Time } from '../ui/times.tsx';

export type RecordRow = recordColumns_record$data[number];

/** Reads the records of a list as rows of a table. */
export function useRecordRows(records: recordColumns_record$key): readonly RecordRow[] {
  return useFragment(
    graphql`
      fragment recordColumns_record on SessionRecord @relay(plural: true) {
        id
        service
        sessionId
        fleetName
        poolId
        target
        startedAt
        started {
          before
        }
        ended {
          before
        }
        endReason
        lastStatus
        durationSeconds
        connectedSeconds
        connections
        user {
          userName
        }
        location {
          accountId
          region
        }
      }
    `,
    records,
  );
}

/** Columns of records. `sortingField` is set where the gateway sorts. */
export const RECORD_COLUMNS: readonly TableProps.ColumnDefinition<RecordRow>[] = [
  {
    id: 'user',
    header: 'User',
    isRowHeader: true,
    width: 240,
    sortingField: 'user',
    cell: ({ id, user, sessionId }) => <SessionLink id={id}>{user?.userName ?? sessionId}</SessionLink>,
  },
  { id: 'service', header: 'Service', width: 180, cell: ({ service }) => SERVICE_NAMES[service] },
  {
    id: 'resource',
    header: 'Resource',
    width: 190,
    cell: ({ fleetName, poolId, target }) => fleetName ?? poolId ?? target ?? '–',
  },
  {
    id: 'started',
    header: 'Started',
    width: 180,
    sortingField: 'started',
    cell: ({ started }) => <Time instant={started.before} />,
  },
  {
    id: 'ended',
    header: 'Ended',
    width: 180,
    sortingField: 'ended',
    cell: ({ ended }) => (ended ? <Time instant={ended.before} /> : 'Open'),
  },
  {
    id: 'reason',
    header: 'End reason',
    width: 170,
    cell: ({ ended, endReason }) => (ended ? (END_REASON_NAMES[endReason ?? ''] ?? 'Not known') : '–'),
  },
  {
    id: 'duration',
    header: 'Duration',
    width: 120,
    cell: ({ durationSeconds }) => formatDuration(durationSeconds),
  },
  {
    id: 'connected',
    header: 'Connected',
    width: 120,
    cell: ({ connectedSeconds }) => formatDuration(connectedSeconds),
  },
  { id: 'connections', header: 'Connections', width: 120, cell: ({ connections }) => connections },
  { id: 'region', header: 'Region', width: 130, cell: ({ location }) => location.region },
];
