import type { ProviderAtLocation, SessionProvider, SessionView } from '../../sessions/provider.ts';
import { requiredPart } from '../key-part.ts';
import { existing } from '../load-by-key.ts';
import { readAll } from '../read-list.ts';
import { REGIONS_WITHOUT_WORKSPACES } from '../regions-without-workspaces.ts';
import type { PoolSession, PoolSessionKey } from './model.ts';
import { POOL_ID } from './rules.ts';

export interface PoolTypes {
  readonly service: 'WORKSPACES';
  readonly tag: 'workspaces';
  readonly model: PoolSession;
  readonly key: PoolSessionKey;
  readonly condition: 'poolIds';
}

/** WorkSpaces Pools: desktop sessions, listed pool by pool. AWS ends the service on 31 December 2027. */
export const poolProvider: SessionProvider<PoolTypes> = {
  name: 'workspaces',
  endpoint: 'workspaces',
  serviceName: 'WorkSpaces',
  load: async () => (await import('./connect.ts')).connectWorkspaces,
  regionsWithout: REGIONS_WITHOUT_WORKSPACES,
  service: 'WORKSPACES',
  description: 'WorkSpaces Pools: desktop sessions on pools. AWS ends the service on 31 December 2027.',
  label: 'WorkSpaces Pools',
  tag: 'workspaces',
  sessionType: 'PoolSession',
  resourceTypes: ['Pool'],
  permissions: {
    read: ['workspaces:DescribeWorkspacesPoolSessions', 'workspaces:DescribeWorkspacesPools'],
    write: [
      'workspaces:StartWorkspacesPool',
      'workspaces:StopWorkspacesPool',
      'workspaces:TerminateWorkspacesPoolSession',
    ],
  },
  cacheTtlMs: { sessions: 2_000, pools: 30_000 },
  conditions: {
    poolIds: {
      description: 'Ids of WorkSpaces Pools. Excludes the sessions of other services.',
      rule: POOL_ID,
      valueOf: ({ PoolId }) => PoolId,
    },
  },
  resource: 'poolIds',
  toSession,
  // WorkSpaces has no look-up by session id: the key has what finds the session in its pool's list.
  toKeyParts: ({ PoolId, UserId, SessionId }) => [PoolId, UserId, SessionId],
  keyLength: 3,
  parseKey: ([poolId, userId, sessionId]) => ({
    poolId: requiredPart(poolId),
    userId: requiredPart(userId),
    sessionId: requiredPart(sessionId),
  }),
  find: async ({ workspaces }, key) => workspaces.sessionByKey(key),
  listSources,
  termination: {
    refresh: ({ workspaces }) => workspaces.refreshSessions(),
    find: async ({ workspaces }, key) => workspaces.sessionByKey(key),
    terminate: async ({ workspaces }, { sessionId }, onSend) => workspaces.terminateSession(sessionId, onSend),
  },
};

async function listSources({ services: { workspaces }, conditions, metadata }: ProviderAtLocation<PoolTypes>) {
  const { poolIds } = conditions;
  const named = poolIds && Promise.all([...new Set(poolIds)].map((poolId) => workspaces.poolById(poolId)));
  const pools = named ? existing(await named) : await readAll(workspaces.pools(null));
  return pools.map(({ PoolId, PoolName, CapacityStatus }) => ({
    key: PoolId,
    countedItems: CapacityStatus?.ActiveUserSessions,
    metadata: metadata(` pool ${PoolName ?? PoolId}`),
    source: workspaces.sessionsOfPool({ PoolId }),
  }));
}

/** Maps a session. An expiration time in the past is the end of the session. */
function toSession(session: PoolSession, now: Date): SessionView<'WORKSPACES'> {
  const expiry = session.ExpirationTime ?? null;
  const hasEnded = expiry !== null && expiry <= now;
  return {
    service: 'WORKSPACES',
    sessionId: session.SessionId,
    status: hasEnded ? 'TERMINATED' : connectionStatus(session),
    startedAt: session.StartTime ?? null,
    expiresAt: hasEnded ? null : expiry,
    endedAt: hasEnded ? expiry : null,
    instanceId: session.InstanceId ?? null,
    userId: session.UserId,
    location: session.location,
  };
}

function connectionStatus({ ConnectionState }: PoolSession): SessionView['status'] {
  if (ConnectionState === 'CONNECTED') return 'CONNECTED';
  return ConnectionState === 'NOT_CONNECTED' ? 'DISCONNECTED' : 'UNKNOWN';
}
