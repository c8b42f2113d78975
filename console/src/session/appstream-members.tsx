import Header from '@cloudscape-design/components/header';
import { graphql, useFragment } from 'react-relay/hooks';
import type { appstreamMembers_session$key } from '../__generated__/appstreamMembers_session.graphql.ts';
import { AppLink, pathTo } from '../ui/app-link.tsx';
import { Members } from '../ui/members.tsx';
import { wordsOf } from '../ui/names.ts';
import { Time } from '../ui/times.tsx';

/** Members of an AppStream session, with its fleet and stack. */
export function AppStreamMembers({ session }: { readonly session: appstreamMembers_session$key }) {
  const data = useFragment(
    graphql`
      fragment appstreamMembers_session on AppStreamSession
      @argumentDefinitions(withResources: { type: "Boolean!", defaultValue: false }) {
        userId
        authenticationType
        state
        connectionState
        fleetName
        stackName
        startTime
        maxExpirationTime
        instanceDrainStatus
        networkAccessConfiguration {
          eniId
          eniPrivateIpAddress
        }
        fleet @include(if: $withResources) {
          state
          fleetType
          instanceType
          imageName
          computeCapacityStatus {
            desired
            inUse
            available
          }
        }
        stack @include(if: $withResources) {
          displayName
          description
        }
      }
    `,
    session,
  );
  const { fleet, stack, networkAccessConfiguration: network } = data;
  const capacity = fleet?.computeCapacityStatus;
  return (
    <>
      <Header variant="h3">AppStream</Header>
      <Members
        members={[
          ['User id', data.userId],
          ['Authentication', data.authenticationType],
          ['State', data.state && wordsOf(data.state)],
          ['Connection', data.connectionState && wordsOf(data.connectionState)],
          ['Assigned', <Time key="start" instant={data.startTime} />],
          ['Latest end', <Time key="end" instant={data.maxExpirationTime} />],
          ['Drain status', data.instanceDrainStatus && wordsOf(data.instanceDrainStatus)],
          ['Network interface', network?.eniId],
          ['Private address', network?.eniPrivateIpAddress],
          [
            'Fleet',
            <AppLink key="fleet" to={pathTo('/sessions', { fleet: data.fleetName })}>
              {data.fleetName}
            </AppLink>,
          ],
          ['Fleet state', fleet?.state && wordsOf(fleet.state)],
          ['Fleet type', fleet?.fleetType && wordsOf(fleet.fleetType)],
          ['Instance type', fleet?.instanceType],
          ['Image', fleet?.imageName],
          ['Instances', capacity && `${capacity.inUse ?? 0} in use, ${capacity.available ?? 0} available`],
          [
            'Stack',
            <AppLink key="stack" to={pathTo('/sessions', { stack: data.stackName })}>
              {data.stackName}
            </AppLink>,
          ],
          ['Stack name', stack?.displayName],
          ['Stack description', stack?.description],
        ]}
      />
    </>
  );
}
