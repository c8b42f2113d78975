import Header from '@cloudscape-design/components/header';
import { graphql, useFragment } from 'react-relay/hooks';
import type { poolMembers_session$key } from '../__generated__/poolMembers_session.graphql.ts';
import { AppLink, pathTo } from '../ui/app-link.tsx';
import { Members } from '../ui/members.tsx';
import { wordsOf } from '../ui/names.ts';
import { Time } from '../ui/times.tsx';

/** Members of a session of WorkSpaces Pools, with its pool. */
export function PoolMembers({ session }: { readonly session: poolMembers_session$key }) {
  const data = useFragment(
    graphql`
      fragment poolMembers_session on PoolSession
      @argumentDefinitions(withResources: { type: "Boolean!", defaultValue: false }) {
        userId
        authenticationType
        connectionState
        poolId
        startTime
        expirationTime
        networkAccessConfiguration {
          eniId
          eniPrivateIpAddress
        }
        pool @include(if: $withResources) {
          poolName
          state
          runningMode
          capacityStatus {
            activeUserSessions
            availableUserSessions
          }
        }
      }
    `,
    session,
  );
  const { pool, networkAccessConfiguration: network } = data;
  const capacity = pool?.capacityStatus;
  return (
    <>
      <Header variant="h3">WorkSpaces Pools</Header>
      <Members
        members={[
          ['User id', data.userId],
          ['Authentication', data.authenticationType],
          ['Connection', data.connectionState && wordsOf(data.connectionState)],
          ['Started', <Time key="start" instant={data.startTime} />],
          ['Expires', <Time key="end" instant={data.expirationTime} />],
          ['Network interface', network?.eniId],
          ['Private address', network?.eniPrivateIpAddress],
          [
            'Pool',
            <AppLink key="pool" to={pathTo('/sessions', { pool: data.poolId })}>
              {pool?.poolName ?? data.poolId}
            </AppLink>,
          ],
          ['Pool state', pool?.state && wordsOf(pool.state)],
          ['Running mode', pool?.runningMode && wordsOf(pool.runningMode)],
          [
            'Desktops',
            capacity && `${capacity.activeUserSessions ?? 0} in use, ${capacity.availableUserSessions ?? 0} available`,
          ],
        ]}
      />
    </>
  );
}
