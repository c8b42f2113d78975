import type { SourceNode } from '../../paging/composite/source-tree.ts';
import type { ProviderAtLocation, SessionProvider, SessionView, SourceMetadata } from '../../sessions/provider.ts';
import { requiredPart } from '../key-part.ts';
import type { AppStreamSession, AppStreamSessionKey, AwsAuthenticationType } from './model.ts';
import { REGIONS_WITHOUT } from './regions.ts';
import { NAME } from './rules.ts';
import { sessionSources } from './session-sources.ts';

export type AppStreamAtLocation = ProviderAtLocation<AppStreamTypes>;
export type AppStreamSource = SourceNode<AppStreamSession, SourceMetadata>;

export interface AppStreamTypes {
  readonly service: 'APPSTREAM';
  readonly tag: 'appstream';
  readonly model: AppStreamSession;
  readonly key: AppStreamSessionKey;
  readonly condition: 'fleetNames' | 'stackNames';
}

/** AppStream 2.0, now WorkSpaces Applications: streaming sessions, listed per association of a stack and a fleet. */
export const appStreamProvider: SessionProvider<AppStreamTypes> = {
  name: 'appstream',
  endpoint: 'appstream',
  serviceName: 'AppStream',
  load: async () => (await import('./connect.ts')).connectAppStream,
  regionsWithout: REGIONS_WITHOUT,
  service: 'APPSTREAM',
  description: 'AppStream 2.0, now WorkSpaces Applications: streaming sessions on fleets.',
  label: 'AppStream',
  tag: 'appstream',
  sessionType: 'AppStreamSession',
  resourceTypes: ['Fleet', 'Stack'],
  permissions: {
    read: [
      'appstream:DescribeFleets',
      'appstream:DescribeSessions',
      'appstream:DescribeStacks',
      'appstream:ListAssociatedFleets',
      'appstream:ListAssociatedStacks',
    ],
    write: [
      'appstream:AssociateFleet',
      'appstream:CreateFleet',
      'appstream:DeleteFleet',
      'appstream:DisassociateFleet',
      'appstream:DrainSessionInstance',
      'appstream:ExpireSession',
      'appstream:StartFleet',
      'appstream:StopFleet',
      'appstream:UpdateFleet',
    ],
  },
  cacheTtlMs: { sessions: 2_000, fleets: 30_000, stacks: 30_000, associations: 30_000 },
  conditions: {
    fleetNames: {
      description: 'Names of AppStream fleets. Excludes the sessions of other services.',
      rule: NAME,
      valueOf: ({ FleetName }) => FleetName,
    },
    stackNames: {
      description: 'Names of AppStream stacks. Excludes the sessions of other services.',
      rule: NAME,
      valueOf: ({ StackName }) => StackName,
    },
  },
  resource: 'fleetNames',
  toSession,
  // AppStream has no look-up by session id: the key has what finds the session in a list.
  toKeyParts: ({ StackName, FleetName, AuthenticationType, UserId, Id }) => [
    StackName,
    FleetName,
    AuthenticationType,
    UserId,
    Id,
  ],
  keyLength: 5,
  parseKey: ([stackName, fleetName, type, userId, sessionId]) => ({
    stackName: requiredPart(stackName),
    fleetName: requiredPart(fleetName),
    // An unknown type stays as AWS spells it and is sent to AWS.
    authenticationType: (type ?? null) as AwsAuthenticationType | null,
    userId: requiredPart(userId),
    sessionId: requiredPart(sessionId),
  }),
  find: async ({ appstream }, key) => appstream.sessionByKey(key),
  listSources: sessionSources,
  termination: {
    refresh: ({ appstream }) => appstream.refreshSessions(),
    find: async ({ appstream }, key) => appstream.sessionByKey(key),
    terminate: async ({ appstream }, { sessionId }, onSend) => appstream.terminateSession(sessionId, onSend),
  },
};

/** Maps a session. AppStream returns the latest possible end of a session, never its actual end. */
function toSession(session: AppStreamSession): SessionView<'APPSTREAM'> {
  return {
    service: 'APPSTREAM',
    sessionId: session.Id,
    status: statusOf(session),
    startedAt: session.StartTime ?? null,
    expiresAt: session.MaxExpirationTime ?? null,
    endedAt: null,
    instanceId: session.InstanceId ?? null,
    userId: session.UserId,
    location: session.location,
  };
}

function statusOf({ State, ConnectionState }: AppStreamSession): SessionView['status'] {
  if (State === 'PENDING') return 'CONNECTING';
  if (State === 'EXPIRED') return 'TERMINATED';
  if (State !== 'ACTIVE') return 'UNKNOWN';
  if (ConnectionState === 'CONNECTED') return 'CONNECTED';
  return ConnectionState === 'NOT_CONNECTED' ? 'DISCONNECTED' : 'UNKNOWN';
}
