import type { WorkspaceSession } from '../../services/workspaces-personal/model.ts';
import { personalProvider } from '../../services/workspaces-personal/provider.ts';
import { builder } from '../builder/builder.ts';
import { entity } from '../relay/entity.ts';
import { SessionRef, sessionFields } from '../sessions/session.ts';
import { loadSessionsOf, sessionId } from '../sessions/session-node.ts';
import { WorkspaceConnectionStateRef } from './enums.ts';
import { WorkspaceRef } from './workspace.ts';

export const WorkspaceSessionRef = builder.objectRef<WorkspaceSession>('WorkspaceSession');

loadSessionsOf(WorkspaceSessionRef, personalProvider);

builder.node(WorkspaceSessionRef, {
  description:
    'Connection of a user to their personal WorkSpace: a session while AWS reports it as connected. WorkSpaces `WorkspaceConnectionStatus`. It cannot be terminated.',
  interfaces: [SessionRef],
  id: sessionId(personalProvider),
  fields: (t) => ({
    ...sessionFields(t, personalProvider.toSession),
    workspaceId: t.exposeString('WorkspaceId', { nullable: false, description: 'Id of the WorkSpace: `ws-…`.' }),
    connectionState: t.expose('ConnectionState', {
      type: WorkspaceConnectionStateRef,
      description: 'Connection state of the user.',
    }),
    connectionStateCheckTimestamp: t.expose('ConnectionStateCheckTimestamp', {
      type: 'DateTime',
      description: 'Time at which AWS checked the connection.',
    }),
    lastKnownUserConnectionTimestamp: t.expose('LastKnownUserConnectionTimestamp', {
      type: 'DateTime',
      description: 'Time at which the user is last known to have been connected.',
    }),
    workspace: t.field({
      type: WorkspaceRef,
      description: 'WorkSpace of the session.',
      // The session has the members of its WorkSpace.
      resolve: (session) => session,
    }),
  }),
});

entity(WorkspaceSessionRef);
