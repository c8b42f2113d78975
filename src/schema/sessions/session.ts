import type { AwsLocation } from '../../aws/location.ts';
import { SESSION_STATUSES, type SessionView } from '../../sessions/provider.ts';
import { PROVIDERS, type SessionService } from '../../sessions/providers.ts';
import { builder, type SchemaTypes } from '../builder/builder.ts';
import { describedValues } from '../builder/described-values.ts';
import { AwsLocationRef } from '../locations/aws-location.ts';
import { UserRef } from './user.ts';

export const SessionServiceRef = builder.enumType('SessionService', {
  description: 'AWS service that holds a session.',
  values: Object.fromEntries(PROVIDERS.map(({ service, description }) => [service, { description }])) as Record<
    SessionService,
    { readonly description: string }
  >,
});

export const SessionStatusRef = builder.enumType('SessionStatus', {
  description: 'Session status, with the same values for all services.',
  values: describedValues(SESSION_STATUSES, {
    CONNECTING: 'The session is being created, or the user is connecting.',
    CONNECTED: 'The user is connected.',
    DISCONNECTED: 'The user is disconnected and can reconnect.',
    TERMINATING: 'The session is being terminated.',
    TERMINATED: 'The session has ended.',
    FAILED: 'The session could not be created.',
    UNKNOWN: 'AWS gives no status, or one that it added after this build.',
  }),
});

/** Descriptions of the fields that every session type has. */
const SHARED = {
  service: 'AWS service that holds the session.',
  sessionId: 'Session id in AWS.',
  status: 'Session status, with the same values for all services.',
  startedAt: 'Start time.',
  expiresAt: 'Latest possible end, if AWS gives one; the session may end earlier.',
  endedAt: 'End time, if AWS gives one.',
  user: 'User of the session, the same across services; null if AWS names none.',
  instanceId: 'Instance id of the session host. For an SSM session its target, which may be a container.',
  location: 'Account and region of the session.',
} as const;

export const SessionRef = builder.interfaceRef<object>('Session').implement({
  description: 'Session of a user in any of the services.',
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

/** Common fields of AWS shapes that are shown as they were observed: see `showAs`. */
const observed = new WeakMap<object, SessionView>();

/** Shows a session as it was observed. Without this, its status depends on the time at which it is read. */
export function showAs(model: object, view: SessionView): void {
  observed.set(model, view);
}

export function sessionFields<Model extends { readonly location: AwsLocation }>(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Model>,
  toSession: (model: Model, now: Date) => SessionView<SessionService>,
) {
  let latest: { readonly model: Model; readonly at: number; readonly view: SessionView<SessionService> } | undefined;

  /** The fields of a session are resolved one after the other, at one time. */
  function viewOf(model: Model): SessionView<SessionService> {
    const known = observed.get(model) as SessionView<SessionService> | undefined;
    if (known) return known;
    const at = Date.now();
    if (latest?.model !== model || latest.at !== at) latest = { model, at, view: toSession(model, new Date(at)) };
    return latest.view;
  }

  const see =
    <Key extends keyof SessionView<SessionService>>(key: Key) =>
    (model: Model) =>
      viewOf(model)[key];
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
        const userName = sessions.userNameOf(viewOf(model).userId, model.location);
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
