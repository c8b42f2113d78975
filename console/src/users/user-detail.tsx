import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { graphql, useLazyLoadQuery } from 'react-relay/hooks';
import { useLocation } from 'wouter';
import type { userDetailQuery, userDetailQuery$data } from '../__generated__/userDetailQuery.graphql.ts';
import { EndSessionsButton } from '../actions/end-sessions-button.tsx';
import { useCaller } from '../app/caller-context.ts';
import { useReadings } from '../relay/use-readings.ts';
import { EmptyList } from '../ui/empty-list.tsx';
import { ListHeader } from '../ui/list-header.tsx';
import { SERVICE_NAMES, STATUS_NAMES, statusType } from '../ui/names.ts';
import { SessionLink } from '../ui/session-link.tsx';
import { Time } from '../ui/times.tsx';
import { Timeline } from './timeline.tsx';
import { UserHistory } from './user-history.tsx';

const EVERY_MS = 15_000;
const MAX_SESSIONS = 200;

type Session = NonNullable<NonNullable<userDetailQuery$data['user']>['sessions']>['nodes'][number];

/** One user across the services: sessions now and, as far as AWS lists them, before. */
export function UserDetail({ userName }: { readonly userName: string }) {
  const [, navigate] = useLocation();
  const readings = useReadings(EVERY_MS);
  const { user } = useLazyLoadQuery<userDetailQuery>(
    graphql`
      query userDetailQuery($userName: String!, $first: Int!) {
        user(userName: $userName) {
          userName
          sessions(includeHistory: true, first: $first) {
            incomplete
            nodes {
              id
              service
              sessionId
              status
              startedAt
              endedAt
              instanceId
              location {
                region
              }
            }
          }
        }
      }
    `,
    { userName, first: MAX_SESSIONS },
    { fetchKey: readings.fetchKey, fetchPolicy: 'network-only' },
  );
  const { scopes } = useCaller();
  const withHistory = scopes.has('history:read') || scopes.has('history:read:own');
  const sessions = user?.sessions?.nodes ?? [];
  const current = sessions.filter(isOpen);
  return (
    <SpaceBetween size="m">
      <BreadcrumbGroup
        ariaLabel="Path"
        items={[
          { text: 'Users', href: '/users' },
          { text: user?.userName ?? userName, href: '#' },
        ]}
        onFollow={(event) => {
          event.preventDefault();
          navigate('/users');
        }}
      />
      {!withHistory && <Timeline sessions={sessions} />}
      <Sessions
        sessions={sessions}
        header={
          <ListHeader
            title={user?.userName ?? userName}
            counter={`(${current.length} open)`}
            description={user?.sessions?.incomplete ? 'A source did not answer: sessions may be missing.' : undefined}
            {...readings}
            actions={<EndSessionsButton ids={current.map(({ id }) => id)} done={readings.readAgain} />}
          />
        }
      />
      {withHistory && <UserHistory userName={userName} fetchKey={readings.fetchKey} />}
    </SpaceBetween>
  );
}

export function isOpen({ status }: { readonly status: string }): boolean {
  return status !== 'TERMINATED' && status !== 'FAILED';
}

function Sessions({ sessions, header }: { readonly sessions: readonly Session[]; readonly header: React.ReactNode }) {
  const newestFirst = [...sessions].sort((one, other) => (other.startedAt ?? '').localeCompare(one.startedAt ?? ''));
  return (
    <Table
      variant="container"
      items={newestFirst}
      trackBy="id"
      ariaLabels={{ tableLabel: 'Sessions of the user' }}
      header={header}
      empty={<EmptyList what="sessions" isFiltered={false} clear={() => {}} />}
      columnDefinitions={[
        {
          id: 'session',
          header: 'Session',
          isRowHeader: true,
          cell: ({ id, sessionId }) => <SessionLink id={id}>{sessionId}</SessionLink>,
        },
        { id: 'service', header: 'Service', cell: ({ service }) => SERVICE_NAMES[service] },
        {
          id: 'status',
          header: 'Status',
          cell: ({ status }) => <StatusIndicator type={statusType(status)}>{STATUS_NAMES[status]}</StatusIndicator>,
        },
        { id: 'started', header: 'Started', cell: ({ startedAt }) => <Time instant={startedAt} /> },
        { id: 'ended', header: 'Ended', cell: ({ endedAt }) => <Time instant={endedAt} /> },
        { id: 'instance', header: 'Instance', cell: ({ instanceId }) => instanceId ?? '–' },
        { id: 'region', header: 'Region', cell: ({ location }) => location.region },
      ]}
    />
  );
}
