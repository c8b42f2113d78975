import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { graphql, useFragment } from 'react-relay/hooks';
import type { ssmMembers_session$key } from '../__generated__/ssmMembers_session.graphql.ts';
import { AppLink, pathTo } from '../ui/app-link.tsx';
import { Members } from '../ui/members.tsx';
import { wordsOf } from '../ui/names.ts';
import { Time } from '../ui/times.tsx';

/** Members of an SSM session, with its managed node. */
export function SsmMembers({ session }: { readonly session: ssmMembers_session$key }) {
  const data = useFragment(
    graphql`
      fragment ssmMembers_session on SsmSession
      @argumentDefinitions(withResources: { type: "Boolean!", defaultValue: false }) {
        owner
        target
        reason
        documentName
        accessType
        maxSessionDuration
        startDate
        endDate
        details
        stale
        outputUrl {
          s3OutputUrl
          cloudWatchOutputUrl
        }
        managedNode @include(if: $withResources) {
          computerName
          name
          iPAddress
          pingStatus
          lastPingDateTime
          platformName
          platformVersion
          agentVersion
        }
      }
    `,
    session,
  );
  const { managedNode: node, target, outputUrl } = data;
  return (
    <>
      <Header variant="h3">Session Manager</Header>
      <Members
        members={[
          ['Owner', data.owner],
          ['Target', target && <AppLink to={pathTo('/sessions', { target })}>{target}</AppLink>],
          ['Reason', data.reason],
          ['Document', data.documentName],
          ['Access', data.accessType && wordsOf(data.accessType)],
          ['Longest duration', data.maxSessionDuration && `${data.maxSessionDuration} min`],
          ['Started', <Time key="start" instant={data.startDate} />],
          ['Ended', <Time key="end" instant={data.endDate} />],
          ['Abandoned', data.stale ? <StatusIndicator type="warning">Probably</StatusIndicator> : 'No'],
          ['Details', data.details],
          ['Output in S3', outputUrl?.s3OutputUrl],
          ['Output in CloudWatch', outputUrl?.cloudWatchOutputUrl],
          ['Computer', node?.computerName ?? node?.name],
          ['Address', node?.iPAddress],
          ['Agent', node?.pingStatus && `${wordsOf(node.pingStatus)}, version ${node.agentVersion ?? 'unknown'}`],
          ['Last ping', <Time key="ping" instant={node?.lastPingDateTime} />],
          ['Operating system', node && [node.platformName, node.platformVersion].filter(Boolean).join(' ')],
        ]}
      />
    </>
  );
}
