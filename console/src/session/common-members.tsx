import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { graphql, useFragment } from 'react-relay/hooks';
import type { commonMembers_session$key } from '../__generated__/commonMembers_session.graphql.ts';
import { Members } from '../ui/members.tsx';
import { locationName, STATUS_NAMES, statusType } from '../ui/names.ts';
import { Since, Time } from '../ui/times.tsx';
import { UserLink } from '../ui/user-link.tsx';

/** Members that sessions of all services have. */
export function CommonMembers({ session }: { readonly session: commonMembers_session$key }) {
  const data = useFragment(
    graphql`
      fragment commonMembers_session on Session {
        id
        sessionId
        status
        startedAt
        expiresAt
        endedAt
        instanceId
        user {
          userName
        }
        location {
          accountId
          region
        }
      }
    `,
    session,
  );
  const { sessionId, status, startedAt, expiresAt, endedAt, instanceId, user, location } = data;
  return (
    <Members
      members={[
        [
          'Status',
          <StatusIndicator key="status" type={statusType(status)}>
            {STATUS_NAMES[status]}
          </StatusIndicator>,
        ],
        ['User', user && <UserLink userName={user.userName} />],
        ['Session id', <Copyable key="id" text={sessionId} />],
        ['Started', <Time key="started" instant={startedAt} />],
        ['Running for', startedAt && !endedAt ? <Since instant={startedAt} /> : null],
        ['Expires', <Time key="expires" instant={expiresAt} />],
        ['Ended', <Time key="ended" instant={endedAt} />],
        ['Instance', instanceId && <Copyable text={instanceId} />],
        ['Location', locationName(location)],
      ]}
    />
  );
}

function Copyable({ text }: { readonly text: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={`Copy ${text}`}
      copySuccessText="Copied"
      copyErrorText="Not copied"
    />
  );
}
