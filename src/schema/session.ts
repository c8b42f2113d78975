import type { AwsLocation } from '../aws/location.ts';
import { SESSION_STATUSES, type SessionView } from '../sessions/provider.ts';
import { PROVIDERS, type SessionService } from '../sessions/providers.ts';
import { AwsLocationRef } from './aws-location.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { describedValues } from './described-values.ts';
import { UserRef } from './user.ts';

export const SessionServiceRef = builder.enumType('SessionService', {
  description: 'The AWS service that holds a session.',
  values: Object.fromEntries(PROVIDERS.map(({ service, description }) => [service, { description }])) as Record<
    SessionService,
    { readonly description: string }
  >,
});

export const SessionStatusRef = builder.enumType('SessionStatus', {
  description: 'Where a session is in its life, in one vocabulary for all services.',
  values: describedValues(SESSION_STATUSES, {
    CONNECTING: 'It is being made, or the user is on the way.',
    CONNECTED: 'The user is connected now.',
    DISCONNECTED: 'It goes on without its user, who may come back.',
    TERMINATING: 'It is being ended.',
    TERMINATED: 'It is over.',
    FAILED: 'It never came about.',
    UNKNOWN: 'AWS does not say, or in a word newer than this build.',
  }),
});

/** The fields that every session has. A type of session gives its way to see its model as a `Session`. */
const SHARED = {
  service: 'The AWS service that holds it.',
  sessionId: "AWS's own id of it.",
  status: 'Where it is in its life, in one vocabulary for all services.',
  startedAt: 'When it began.',
  expiresAt: 'When it has to end at the latest, where AWS says so; it may well end sooner.',
  endedAt: 'When it ended, where AWS says so.',
  user: 'The person it belongs to, whom other services may know by another name; null where AWS names nobody.',
  instanceId: 'The machine it is on; of an SSM session its target, which may be a container.',
  location: 'The account and region it lives in.',
} as const;

export const SessionRef = builder.interfaceRef<object>('Session').implement({
  description: "Somebody's session on something, whichever service holds it.",
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    service: t.field({ type: SessionServiceRef, nullable: false, description: SHARED.service }),
    sessionId: t.string({ nullable: false, description: SHARED.sessionId }),
    status: t.field({ type: SessionStatusRef, nullable: false, description: SHARED.status }),
    user: t.field({ type: UserRef, description: SHARED.user }),
    startedAt: t.field({ type: 'DateTime', description: SHARED.startedAt }),
    expiresAt: t.field({ type: 'DateTime', description: SHARED.expiresAt }),
    endedAt: t.field({ type: 'DateTime', description: SHARED.endedAt }),
    instanceId: t.string({ description: SHARED.instanceId }),
    location: t.field({ type: AwsLocationRef, nullable: false, description: SHARED.location }),
  }),
});

export function sessionFields<Model extends { readonly location: AwsLocation }>(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Model>,
  toSession: (model: Model, now: Date) => SessionView<SessionService>,
) {
  const see =
    <Key extends keyof SessionView<SessionService>>(key: Key) =>
    (model: Model) =>
      toSession(model, new Date())[key];
  return {
    service: t.field({
      type: SessionServiceRef,
      nullable: false,
      description: SHARED.service,
      resolve: see('service'),
    }),
    sessionId: t.string({ nullable: false, description: SHARED.sessionId, resolve: see('sessionId') }),
    status: t.field({ type: SessionStatusRef, nullable: false, description: SHARED.status, resolve: see('status') }),
    user: t.field({
      type: UserRef,
      description: SHARED.user,
      resolve: (model, _args, { sessions }) => {
        const userName = sessions.userNameOf(toSession(model, new Date()).userId, model.location);
        return userName === null ? null : { userName };
      },
    }),
    startedAt: t.field({ type: 'DateTime', description: SHARED.startedAt, resolve: see('startedAt') }),
    expiresAt: t.field({ type: 'DateTime', description: SHARED.expiresAt, resolve: see('expiresAt') }),
    endedAt: t.field({ type: 'DateTime', description: SHARED.endedAt, resolve: see('endedAt') }),
    instanceId: t.string({ description: SHARED.instanceId, resolve: see('instanceId') }),
    location: t.field({
      type: AwsLocationRef,
      nullable: false,
      description: SHARED.location,
      resolve: (model) => model.location,
    }),
  };
}
