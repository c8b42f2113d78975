import Alert from '@cloudscape-design/components/alert';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { Suspense, useState } from 'react';
import { graphql, useLazyLoadQuery } from 'react-relay/hooks';
import type { userHistoryQuery } from '../__generated__/userHistoryQuery.graphql.ts';
import { RECORD_COLUMNS, type RecordRow, useRecordRows } from '../history/record-columns.tsx';
import { AppLink, pathTo } from '../ui/app-link.tsx';
import { EmptyList } from '../ui/empty-list.tsx';
import { ErrorScreen } from '../ui/error-boundary.tsx';
import { Loading } from '../ui/loading.tsx';
import { SessionLink } from '../ui/session-link.tsx';
import { Timeline } from './timeline.tsx';

const DAYS = 30;
const DAY_MS = 86_400_000;
const MAX_RECORDS = 200;
/** Rows of the table; the view of the history has all. */
const MAX_ROWS = 20;

/** Sessions of a user now and before, of all services, as they were observed. */
export function UserHistory({ userName, fetchKey }: { readonly userName: string; readonly fetchKey: number }) {
  // Outside of `Suspense`, which loses state.
  const [from] = useState(() => new Date(Date.now() - DAYS * DAY_MS).toISOString());
  return (
    <ErrorScreen>
      <Suspense fallback={<Loading />}>
        <Records userName={userName} from={from} fetchKey={fetchKey} />
      </Suspense>
    </ErrorScreen>
  );
}

interface RecordsProps {
  readonly userName: string;
  /** Begin of the window. */
  readonly from: string;
  readonly fetchKey: number;
}

function Records({ userName, from, fetchKey }: RecordsProps) {
  const { user } = useLazyLoadQuery<userHistoryQuery>(
    graphql`
      query userHistoryQuery($userName: String!, $from: DateTime!, $first: Int!) {
        user(userName: $userName) {
          sessionHistory(from: $from, first: $first) {
            totalCount
            nodes {
              ...recordColumns_record
            }
          }
        }
      }
    `,
    { userName, from, first: MAX_RECORDS },
    { fetchKey, fetchPolicy: 'network-only' },
  );
  const history = user?.sessionHistory;
  const rows = useRecordRows(history?.nodes ?? []);
  if (!history) return <Alert type="error">The history could not be read.</Alert>;
  return (
    <SpaceBetween size="m">
      <Timeline sessions={rows.map(toBar)} />
      <RecordTable userName={userName} rows={rows} total={history.totalCount} />
    </SpaceBetween>
  );
}

function toBar({ id, service, started, ended, lastStatus }: RecordRow) {
  return { id, service, startedAt: started.before, endedAt: ended?.before, status: lastStatus };
}

interface RecordTableProps {
  readonly userName: string;
  readonly rows: readonly RecordRow[];
  readonly total: number;
}

/** Columns of the records of one user, which are in no other order. */
const COLUMNS: readonly TableProps.ColumnDefinition<RecordRow>[] = [
  {
    id: 'session',
    header: 'Session',
    isRowHeader: true,
    cell: ({ id, sessionId }) => <SessionLink id={id}>{sessionId}</SessionLink>,
  },
  ...RECORD_COLUMNS.filter(({ id }) => id !== 'user').map(({ sortingField: _field, ...column }) => column),
];

function RecordTable({ userName, rows, total }: RecordTableProps) {
  return (
    <Table<RecordRow>
      variant="container"
      trackBy="id"
      items={rows.slice(0, MAX_ROWS)}
      columnDefinitions={COLUMNS}
      ariaLabels={{ tableLabel: 'Now and before' }}
      empty={<EmptyList what="sessions" isFiltered={false} clear={() => {}} />}
      header={
        <Header
          variant="h2"
          counter={`(${total})`}
          description={`The last ${DAYS} days, as far as they were observed.`}
        >
          Now and before
        </Header>
      }
      footer={
        total > MAX_ROWS && (
          <AppLink to={pathTo('/history', { user: userName, last: `${DAYS}d` })}>All {total} in the history</AppLink>
        )
      }
    />
  );
}
