import type { AppStreamSession, AwsAuthenticationType, SessionsQuery } from '../../services/appstream/model.ts';
import { appStreamProvider } from '../../services/appstream/provider.ts';
import { spanLocations } from '../../services/span-locations.ts';
import { builder } from '../builder.ts';
import { connectionField, type FieldBuilder } from '../connection.ts';
import { entity } from '../entity.ts';
import { spanningArgs } from '../selection-args.ts';
import { SessionRef, sessionFields } from '../session.ts';
import { loadSessionsOf, sessionId } from '../session-node.ts';
import {
  AppStreamInstanceDrainStatusRef,
  AppStreamSessionStateRef,
  ConnectionStateRef,
  SessionAuthenticationTypeRef,
} from './enums.ts';
import { FleetRef } from './fleet.ts';
import { SessionNetworkAccessConfigurationRef } from './network-access-configuration.ts';
import { StackRef } from './stack.ts';

export const AppStreamSessionRef = builder.objectRef<AppStreamSession>('AppStreamSession');

loadSessionsOf(AppStreamSessionRef, appStreamProvider);

builder.node(AppStreamSessionRef, {
  description: "Somebody's streaming session on a fleet. AppStream 2.0 `Session`.",
  interfaces: [SessionRef],
  id: sessionId(appStreamProvider),
  fields: (t) => ({
    ...sessionFields(t, appStreamProvider.toSession),
    userId: t.exposeString('UserId', {
      nullable: false,
      description: 'The user, as the authentication type names users.',
    }),
    stackName: t.exposeString('StackName', { nullable: false, description: 'The stack that the user came through.' }),
    fleetName: t.exposeString('FleetName', { nullable: false, description: 'The fleet that the session is on.' }),
    state: t.expose('State', { type: AppStreamSessionStateRef, description: "AppStream's own word for its status." }),
    connectionState: t.expose('ConnectionState', {
      type: ConnectionStateRef,
      description: 'Whether the user is connected.',
    }),
    startTime: t.expose('StartTime', { type: 'DateTime', description: 'When a streaming instance was given to it.' }),
    maxExpirationTime: t.expose('MaxExpirationTime', {
      type: 'DateTime',
      description: 'When it has to end at the latest: its start plus the longest duration that its fleet allows.',
    }),
    authenticationType: t.expose('AuthenticationType', {
      type: SessionAuthenticationTypeRef,
      description: 'How the user came to the stack.',
    }),
    networkAccessConfiguration: t.expose('NetworkAccessConfiguration', {
      type: SessionNetworkAccessConfigurationRef,
      description: 'The network interface of its instance.',
    }),
    instanceDrainStatus: t.expose('InstanceDrainStatus', {
      type: AppStreamInstanceDrainStatusRef,
      description: 'Whether its instance takes new sessions. Multi-session fleets only.',
    }),
    fleet: t.field({
      type: FleetRef,
      description: 'The fleet that it is on; null when it is gone.',
      resolve: (session, _args, { services }) => services.of(session).appstream.fleetByName(session.FleetName),
    }),
    stack: t.field({
      type: StackRef,
      description: 'The stack that the user came through; null when it is gone.',
      resolve: (session, _args, { services }) => services.of(session).appstream.stackByName(session.StackName),
    }),
  }),
});

entity(AppStreamSessionRef);

/** AWS calls of everybody's sessions on a fleet or through a stack: one for its associations, one for each authentication type. */
export const CALLS_FOR_EVERYBODY = 5;

/** The conditions that DescribeSessions takes beside a stack and a fleet. */
export function sessionFilterArgs<Parent>(t: FieldBuilder<Parent>) {
  return {
    userId: t.arg.string({ description: 'Only those of this user, spelled as AWS spells it. 2 to 128 characters.' }),
    authenticationType: t.arg({
      type: SessionAuthenticationTypeRef,
      description: 'Only those of users who came in this way.',
    }),
    instanceId: t.arg.string({ description: 'Only those on this instance.' }),
  };
}

interface SessionFilterArgs {
  readonly userId?: string | null;
  readonly authenticationType?: AwsAuthenticationType | null;
  readonly instanceId?: string | null;
}

/** Arguments by AWS's names; null is as good as absent. */
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
      "One listing of AppStream's DescribeSessions, as AWS gives it. Without `authenticationType` AWS lists users of streaming URLs (`API`) only, says its documentation; `Fleet.sessions` and `Stack.sessions` list everybody. `userId` needs `authenticationType` here: AWS lists a user by both.",
    args: {
      stackName: t.arg.string({ required: true, description: 'The stack.' }),
      fleetName: t.arg.string({ required: true, description: 'The fleet; it serves the stack.' }),
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
