import { graphql, readInlineData } from 'react-relay/hooks';
import type { resourceOf_session$key } from '../__generated__/resourceOf_session.graphql.ts';

/** Returns the fleet, pool, target or WorkSpace of a session, which never changes. */
export function resourceOf(session: resourceOf_session$key) {
  const { service, stackName, ...names } = readInlineData(
    graphql`
      fragment resourceOf_session on Session @inline {
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
  return { service, stackName, name: names.fleetName ?? names.poolId ?? names.target ?? names.workspaceId };
}
