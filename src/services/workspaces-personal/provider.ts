import type { SessionProvider, SessionView } from '../../sessions/provider.ts';
import { requiredPart } from '../key-part.ts';
import { REGIONS_WITHOUT_WORKSPACES } from '../regions-without-workspaces.ts';
import type { WorkspaceSession } from './model.ts';

export interface PersonalTypes {
  readonly service: 'WORKSPACES_PERSONAL';
  readonly tag: 'workspaces-personal';
  readonly model: WorkspaceSession;
  readonly key: { readonly sessionId: string };
  readonly condition: never;
}

/** WorkSpaces Personal: a WorkSpace is a session while its user is connected. AWS has no call that ends one. */
export const personalProvider: SessionProvider<PersonalTypes> = {
  name: 'personalWorkspaces',
  // AWS counts its calls and those of WorkSpaces Pools together.
  endpoint: 'workspaces',
  serviceName: 'WorkSpaces',
  load: async () => (await import('./connect.ts')).connectPersonalWorkspaces,
  regionsWithout: REGIONS_WITHOUT_WORKSPACES,
  service: 'WORKSPACES_PERSONAL',
  description: 'WorkSpaces Personal: desktops of one user each. One is a session while its user is connected.',
  label: 'WorkSpaces Personal',
  tag: 'workspaces-personal',
  sessionType: 'WorkspaceSession',
  resourceTypes: ['Workspace'],
  permissions: { read: ['workspaces:DescribeWorkspaces', 'workspaces:DescribeWorkspacesConnectionStatus'], write: [] },
  cacheTtlMs: { sessions: 2_000, workspaces: 30_000 },
  conditions: {},
  resource: null,
  toSession,
  toKeyParts: ({ WorkspaceId }) => [WorkspaceId],
  keyLength: 1,
  reusesKeys: true,
  parseKey: ([sessionId]) => ({ sessionId: requiredPart(sessionId) }),
  find: async ({ personalWorkspaces }, { sessionId }) => personalWorkspaces.sessionById(sessionId),
  async listSources({ services, metadata }) {
    return [{ key: 'Connected', metadata: metadata(), source: services.personalWorkspaces.sessions() }];
  },
  termination: null,
};

/** `UserName` of a WorkSpace that is not assigned to a user: the "reserved keyword" of CreateWorkspaces (API reference). */
const UNASSIGNED = '[UNDEFINED]';

/** Maps a WorkSpace whose user is connected. AWS has no start time of a connection, and no instance id. */
function toSession(session: WorkspaceSession): SessionView<'WORKSPACES_PERSONAL'> {
  const { WorkspaceId, UserName = null, location } = session;
  return {
    service: 'WORKSPACES_PERSONAL',
    sessionId: WorkspaceId,
    status: statusOf(session),
    startedAt: null,
    expiresAt: null,
    endedAt: null,
    instanceId: null,
    userId: UserName === UNASSIGNED ? null : UserName,
    location,
  };
}

function statusOf({ ConnectionState }: WorkspaceSession): SessionView['status'] {
  if (ConnectionState === 'CONNECTED') return 'CONNECTED';
  return ConnectionState === 'DISCONNECTED' ? 'DISCONNECTED' : 'UNKNOWN';
}
