import Header from '@cloudscape-design/components/header';
import { graphql, useFragment } from 'react-relay/hooks';
import type { workspaceMembers_session$key } from '../__generated__/workspaceMembers_session.graphql.ts';
import { Members } from '../ui/members.tsx';
import { wordsOf } from '../ui/names.ts';
import { Time } from '../ui/times.tsx';

/** Members of a session of WorkSpaces Personal, with its WorkSpace. */
export function WorkspaceMembers({ session }: { readonly session: workspaceMembers_session$key }) {
  const data = useFragment(
    graphql`
      fragment workspaceMembers_session on WorkspaceSession
      @argumentDefinitions(withResources: { type: "Boolean!", defaultValue: false }) {
        workspaceId
        workspaceConnection: connectionState
        connectionStateCheckTimestamp
        lastKnownUserConnectionTimestamp
        workspace @include(if: $withResources) {
          computerName
          state
          ipAddress
          directoryId
          bundleId
          workspaceProperties {
            runningMode
            computeTypeName
            operatingSystemName
          }
        }
      }
    `,
    session,
  );
  const { workspace } = data;
  const properties = workspace?.workspaceProperties;
  return (
    <>
      <Header variant="h3">WorkSpaces Personal</Header>
      <Members
        members={[
          ['WorkSpace', data.workspaceId],
          ['Connection', data.workspaceConnection && wordsOf(data.workspaceConnection)],
          ['Checked', <Time key="checked" instant={data.connectionStateCheckTimestamp} />],
          ['Last connection', <Time key="last" instant={data.lastKnownUserConnectionTimestamp} />],
          ['State', workspace?.state && wordsOf(workspace.state)],
          ['Computer', workspace?.computerName],
          ['Address', workspace?.ipAddress],
          ['Directory', workspace?.directoryId],
          ['Bundle', workspace?.bundleId],
          ['Running mode', properties?.runningMode && wordsOf(properties.runningMode)],
          ['Compute type', properties?.computeTypeName],
          ['Operating system', properties?.operatingSystemName && wordsOf(properties.operatingSystemName)],
        ]}
      />
    </>
  );
}
