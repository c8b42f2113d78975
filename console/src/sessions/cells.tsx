import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { graphql, useFragment } from 'react-relay/hooks';
import type { cellsResource_session$key } from '../__generated__/cellsResource_session.graphql.ts';
import type { cellsStatus_edge$key } from '../__generated__/cellsStatus_edge.graphql.ts';
import type { cellsUser_session$key } from '../__generated__/cellsUser_session.graphql.ts';
import { SERVICE_NAMES, STATUS_NAMES, statusType } from '../ui/names.ts';
import { Since } from '../ui/times.tsx';

/** User of a session, which opens the session. */
export function UserCell({
  session,
  open,
}: {
  readonly session: cellsUser_session$key;
  readonly open: (id: string) => void;
}) {
  const { id, sessionId, user } = useFragment(
    graphql`
      fragment cellsUser_session on Session {
        id
        sessionId
        user {
          userName
        }
      }
    `,
    session,
  );
  return (
    <Link
      href={`?session=${encodeURIComponent(id)}`}
      onFollow={(event) => {
        event.preventDefault();
        open(id);
      }}
    >
      {user?.userName ?? sessionId}
    </Link>
  );
}

/** Fleet, pool, target or WorkSpace of a session, under the name of its service. */
export function ResourceCell({ session }: { readonly session: cellsResource_session$key }) {
  const { service, ...data } = useFragment(
    graphql`
      fragment cellsResource_session on Session {
        service
        ... on AppStreamSession {
          fleetName
          stackName
        }
        ... on PoolSession {
          poolId
        }
        ... on SsmSession {
          target
        }
        ... on WorkspaceSession {
          workspaceId
        }
      }
    `,
    session,
  );
  const name = data.fleetName ?? data.poolId ?? data.target ?? data.workspaceId ?? '–';
  return <span title={data.stackName ? `Stack ${data.stackName}` : SERVICE_NAMES[service]}>{name}</span>;
}

/** Status of a session; `isGone` where it left the list while it was shown. */
export function StatusCell({ edge, isGone }: { readonly edge: cellsStatus_edge$key; readonly isGone: boolean }) {
  const { node, unverified } = useFragment(
    graphql`
      fragment cellsStatus_edge on LiveSessionEdge {
        unverified
        node {
          status
        }
      }
    `,
    edge,
  );
  if (isGone) return <StatusIndicator type="stopped">Left the list</StatusIndicator>;
  return (
    <StatusIndicator type={unverified ? 'warning' : statusType(node.status)}>
      {STATUS_NAMES[node.status] ?? node.status}
      {unverified && ' (unverified)'}
    </StatusIndicator>
  );
}

/** How long a session has had its status. */
export function SinceCell({
  bounds,
}: {
  readonly bounds: { readonly after?: string | null; readonly before: string };
}) {
  return <Since instant={bounds.before} isExact={bounds.after === bounds.before} />;
}
