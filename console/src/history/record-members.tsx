import { graphql, useFragment } from 'react-relay/hooks';
import type { recordMembers_record$key } from '../__generated__/recordMembers_record.graphql.ts';
import { AppLink, pathTo } from '../ui/app-link.tsx';
import { type Member, Members } from '../ui/members.tsx';
import { locationName, STATUS_NAMES } from '../ui/names.ts';
import { UserLink } from '../ui/user-link.tsx';

/** Members of the record of a session, which AWS need not list any more. */
export function RecordMembers({ record }: { readonly record: recordMembers_record$key }) {
  const data = useFragment(
    graphql`
      fragment recordMembers_record on SessionRecord {
        sessionId
        lastStatus
        recordedFleet: fleetName
        recordedStack: stackName
        recordedPool: poolId
        target
        instanceId
        user {
          userName
        }
        location {
          accountId
          region
        }
        session {
          id
        }
      }
    `,
    record,
  );
  const { user, location, session } = data;
  const members: readonly Member[] = [
    ['Last status', STATUS_NAMES[data.lastStatus]],
    ['User', user && <UserLink key="user" userName={user.userName} />],
    ['Session id', data.sessionId],
    ...optional('Fleet', data.recordedFleet),
    ...optional('Stack', data.recordedStack),
    ...optional('Pool', data.recordedPool),
    ...optional('Target', data.target),
    ['Instance', data.instanceId],
    ['Location', locationName(location)],
    ...(session
      ? [
          [
            'Now',
            <AppLink key="now" to={pathTo('/sessions', { session: session.id })}>
              Live session
            </AppLink>,
          ] as const,
        ]
      : []),
  ];
  return <Members members={members} />;
}

function optional(label: string, value: string | null | undefined): readonly Member[] {
  return value ? [[label, value]] : [];
}
