import fc from 'fast-check';
import type { LiveSession, LiveSourceState, NumberedCommit, SessionChange } from '../../src/live/live-session.ts';
import { toUserName } from '../../src/sessions/identity.ts';
import { SESSION_STATUSES, type SessionView } from '../../src/sessions/provider.ts';
import { providerOf, type SessionModel, type SessionService } from '../../src/sessions/providers.ts';

/** Time at which the sessions of these tests are seen first: milliseconds since the epoch. */
export const SEEN = Date.UTC(2026, 10, 26, 9);
export const MINUTE = 60_000;

/** AWS shapes of one session of each service, of a user. */
const MODELS = {
  APPSTREAM: (number: number, UserId: string) => ({
    Id: `stream-${number}`,
    UserId,
    StackName: `Stack-${number % 2}`,
    FleetName: `Fleet-${number % 3}`,
    State: 'ACTIVE',
    AuthenticationType: 'SAML',
    StartTime: new Date(SEEN - number * MINUTE),
    InstanceId: `i-${number}`,
  }),
  SSM: (number: number, user: string) => ({
    SessionId: `${user}-${number}`,
    Owner: `arn:aws:sts::123456789012:assumed-role/Admin/${user}`,
    Target: `i-node-${number % 3}`,
    Status: 'Connected',
    StartDate: new Date(SEEN - number * MINUTE),
  }),
  WORKSPACES: (number: number, UserId: string) => ({
    SessionId: `desktop-${number}`,
    UserId,
    PoolId: `wspool-${number % 2}`,
    ConnectionState: 'CONNECTED',
    StartTime: new Date(SEEN - number * MINUTE),
  }),
} as const;

export type ModelledService = keyof typeof MODELS;

/** Members that a test gives a session; the others follow from its number. */
export interface SessionTraits {
  readonly service?: ModelledService;
  readonly user?: string;
  readonly location?: { readonly accountId: string; readonly region: string };
  readonly view?: Partial<SessionView>;
  readonly model?: object;
  readonly sourceId?: string;
  readonly firstSeenAt?: number;
  readonly statusSince?: LiveSession['statusSince'];
}

/** Creates a session as the reconciler sees it. Two of one number have the same id. */
export function liveSession(number: number, traits: SessionTraits = {}): LiveSession {
  const { service = 'APPSTREAM', user = `user-${number}`, firstSeenAt = SEEN } = traits;
  const { location = { accountId: '123456789012', region: 'eu-west-1' }, sourceId = `${service} ${location.region}` } =
    traits;
  const provider = providerOf(service as SessionService);
  const model = { ...MODELS[service](number, user), location, ...traits.model };
  const view = { ...provider.toSession(model as never, new Date(SEEN)), ...traits.view };
  return {
    id: `${service}-${number}`,
    type: provider.sessionType,
    session: model as unknown as SessionModel,
    view,
    sourceId,
    userName: toUserName(view.userId, ''),
    firstSeenAt,
    statusSince: traits.statusSince ?? { after: null, before: firstSeenAt },
  };
}

/** Creates the change with which a session appears. */
export function started(session: LiveSession): SessionChange {
  return { kind: 'STARTED', session, at: session.statusSince, previousStatus: null };
}

/** Creates the change with which a session ends. @param isListed true if AWS still lists it */
export function ended(session: LiveSession, isListed = false): SessionChange {
  const { statusSince: at, view } = session;
  return { kind: 'ENDED', session, at, previousStatus: view.status, reason: 'DISAPPEARED', isListed };
}

/** Creates the state of a source that was scanned completely. */
export function sourceState(id: string, state: Partial<LiveSourceState> = {}): LiveSourceState {
  return {
    id,
    service: 'APPSTREAM',
    location: { accountId: '123456789012', region: 'eu-west-1' },
    label: id,
    status: 'UP_TO_DATE',
    asOf: SEEN,
    nextReadAt: null,
    callsPerScan: 1,
    error: null,
    ...state,
  };
}

/** Numbers commits as the change log does. */
export function commits(): (
  changes?: readonly SessionChange[],
  sources?: readonly LiveSourceState[],
) => NumberedCommit {
  let revision = 0;
  return (changes = [], sources = []) => {
    const from = revision;
    revision += changes.length;
    return { changes, sources, removedSources: [], from, to: revision, committedAt: SEEN };
  };
}

const maybe = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null });
/** Few times, so that those of sessions are often the bounds of filters. */
export const times = fc.integer({ min: -5, max: 5 }).map((minutes) => SEEN + minutes * MINUTE);

/** Few values of each member, so that sessions are equal in many orders and match many filters. */
export const USERS = ['anna', 'Anna', 'bruno@example.com', 'ÄNNA', 'z-1'];
export const REGIONS = ['eu-west-1', 'us-east-1'];
export const ACCOUNTS = ['111111111111', '222222222222'];

/** Random sessions with ids of their own. */
export const liveSessions: fc.Arbitrary<LiveSession[]> = fc
  .array(
    fc.record({
      service: fc.constantFrom<ModelledService>('APPSTREAM', 'SSM', 'WORKSPACES'),
      user: fc.constantFrom(...USERS),
      location: fc.record({ accountId: fc.constantFrom(...ACCOUNTS), region: fc.constantFrom(...REGIONS) }),
      view: fc.record({
        status: fc.constantFrom(...SESSION_STATUSES),
        startedAt: maybe(times.map((time) => new Date(time))),
        expiresAt: maybe(times.map((time) => new Date(time))),
        instanceId: maybe(fc.constantFrom('i-1', 'i-2', 'I-1')),
        userId: maybe(fc.constantFrom(...USERS)),
      }),
      sourceId: fc.constantFrom('one', 'two', 'three'),
      firstSeenAt: times,
      since: times,
    }),
    { maxLength: 30 },
  )
  .map((told) =>
    told.map(({ since, ...traits }, number) =>
      liveSession(number, { ...traits, statusSince: { after: null, before: since } }),
    ),
  );
