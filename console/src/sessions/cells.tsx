import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { graphql, useFragment } from 'react-relay/hooks';
import type { cellsStatus_edge$key } from '../__generated__/cellsStatus_edge.graphql.ts';
import type { cellsUser_session$key } from '../__generated__/cellsUser_session.graphql.ts';
import type { resourceOf_session$key } from '../__generated__/resourceOf_session.graphql.ts';
import { SERVICE_NAMES, STATUS_NAMES, statusType } from '../ui/names.ts';
import { SessionLink } from '../ui/session-link.tsx';
import { Since } from '../ui/times.tsx';
import { resourceOf } from './resource-of.ts';

/** User of a session, which opens the session. */
export function UserCell({ session }: { readonly session: cellsUser_session$key }) {
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
  return <SessionLink id={id}>{user?.userName ?? sessionId}</SessionLink>;
}

/** Resource of a session, with its stack or the name of its service as tooltip. */
export function ResourceCell({ session }: { readonly session: resourceOf_session$key }) {
  const { service, name, stackName } = resourceOf(session);
  return <span title={stackName ? `Stack ${stackName}` : SERVICE_NAMES[service]}>{name ?? '–'}</span>;
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

/** Time since a session has had its status. */
export function SinceCell({
  bounds,
}: {
  readonly bounds: { readonly after?: string | null; readonly before: string };
}) {
  return <Since instant={bounds.before} isExact={bounds.after === bounds.before} />;
}
