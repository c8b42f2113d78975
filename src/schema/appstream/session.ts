import type { AppStreamSession, AwsAuthenticationType, SessionsQuery } from '../../services/appstream/model.ts';
import { appStreamProvider } from '../../services/appstream/provider.ts';
import { spanLocations } from '../../services/span-locations.ts';
import { builder } from '../builder/builder.ts';
import { spanningArgs } from '../locations/selection-args.ts';
import { connectionField, type FieldBuilder } from '../relay/connection.ts';
import { entity } from '../relay/entity.ts';
import { ConnectionStateRef, SessionAuthenticationTypeRef } from '../sessions/enums.ts';
import { SessionNetworkAccessConfigurationRef } from '../sessions/network-access-configuration.ts';
import { SessionRef, sessionFields } from '../sessions/session.ts';
import { loadSessionsOf, sessionId } from '../sessions/session-node.ts';
import { AppStreamInstanceDrainStatusRef, AppStreamSessionStateRef } from './enums.ts';
import { FleetRef } from './fleet.ts';
import { StackRef } from './stack.ts';

export const AppStreamSessionRef = builder.objectRef<AppStreamSession>('AppStreamSession');

loadSessionsOf(AppStreamSessionRef, appStreamProvider);

builder.node(AppStreamSessionRef, {
  description: 'Streaming session of a user on a fleet. AppStream 2.0 `Session`.',
  interfaces: [SessionRef],
  id: sessionId(appStreamProvider),
  fields: (t) => ({
    ...sessionFields(t, appStreamProvider.toSession),
    userId: t.exposeString('UserId', {
      nullable: false,
      description: 'User id, in the form of the authentication type.',
    }),
    stackName: t.exposeString('StackName', {
      nullable: false,
      description: 'Name of the stack that the session uses.',
    }),
    fleetName: t.exposeString('FleetName', {
      nullable: false,
      description: 'Name of the fleet that hosts the session.',
    }),
    state: t.expose('State', { type: AppStreamSessionStateRef, description: 'Session state in AppStream.' }),
    connectionState: t.expose('ConnectionState', {
      type: ConnectionStateRef,
      description: 'Connection state of the user.',
    }),
    startTime: t.expose('StartTime', {
      type: 'DateTime',
      description: 'Time at which a streaming instance was assigned.',
    }),
    maxExpirationTime: t.expose('MaxExpirationTime', {
      type: 'DateTime',
      description: 'Latest possible end: the start plus the longest duration that the fleet allows.',
    }),
    authenticationType: t.expose('AuthenticationType', {
      type: SessionAuthenticationTypeRef,
      description: 'Authentication type of the user.',
    }),
    networkAccessConfiguration: t.expose('NetworkAccessConfiguration', {
      type: SessionNetworkAccessConfigurationRef,
      description: 'Network interface of the instance.',
    }),
    instanceDrainStatus: t.expose('InstanceDrainStatus', {
      type: AppStreamInstanceDrainStatusRef,
      description: 'Drain status of the instance. Multi-session fleets only.',
    }),
    fleet: t.field({
      type: FleetRef,
      description: 'Fleet that hosts the session; null if it no longer exists.',
      resolve: (session, _args, { services }) => services.of(session).appstream.fleetByName(session.FleetName),
    }),
    stack: t.field({
      type: StackRef,
      description: 'Stack that the session uses; null if it no longer exists.',
      resolve: (session, _args, { services }) => services.of(session).appstream.stackByName(session.StackName),
    }),
  }),
});

entity(AppStreamSessionRef);

/** AWS calls of all sessions on a fleet or of a stack: one for the associations, one for each authentication type. */
export const CALLS_FOR_ALL_USERS = 5;

/** Arguments that DescribeSessions takes besides a stack and a fleet. */
export function sessionFilterArgs<Parent>(t: FieldBuilder<Parent>) {
  return {
    userId: t.arg.string({ description: 'User id in the spelling of AWS. 2 to 128 characters.' }),
    authenticationType: t.arg({
      type: SessionAuthenticationTypeRef,
      description: 'Authentication type of the sessions.',
    }),
    instanceId: t.arg.string({ description: 'Instance id of the sessions.' }),
  };
}

interface SessionFilterArgs {
  readonly userId?: string | null;
  readonly authenticationType?: AwsAuthenticationType | null;
  readonly instanceId?: string | null;
}

/** Maps the arguments to AWS's names; null counts as absent. */
export function toSessionsFilter({
  userId,
  authenticationType,
  instanceId,
}: SessionFilterArgs): Partial<SessionsQuery> {
  return {
    UserId: userId ?? undefined,
    AuthenticationType: authenticationType ?? undefined,
    InstanceId: instanceId ?? undefined,
  };
}

builder.queryField('appStreamSessions', (t) =>
  connectionField(t, AppStreamSessionRef, {
    description:
      'Lists sessions by one AppStream `DescribeSessions` listing. Without `authenticationType` AWS lists `API` users only, according to its documentation; `Fleet.sessions` and `Stack.sessions` list all authentication types. `userId` requires `authenticationType`.',
    args: {
      stackName: t.arg.string({ required: true, description: 'Name of the stack.' }),
      fleetName: t.arg.string({
        required: true,
        description: 'Name of the fleet, which is associated with the stack.',
      }),
      ...sessionFilterArgs(t),
      ...spanningArgs(t),
    },
    source: (_root, { stackName, fleetName, region, accountId, ...filter }, services) => {
      const query = { StackName: stackName, FleetName: fleetName, ...toSessionsFilter(filter) };
      return spanLocations(services, { region, accountId }, ['appStreamSessions', query], ({ appstream }) =>
        appstream.sessions(query),
      );
    },
  }),
);
