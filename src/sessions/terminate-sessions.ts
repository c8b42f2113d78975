import type { AwsLocation } from '../aws/location.ts';
import type { TerminationAcknowledgement } from '../services/acknowledge-termination.ts';
import { MutationError } from '../services/mutation-error.ts';
import type { LocationServices, RequestServices } from '../services/services.ts';
import { locationNotRead } from './location-not-read.ts';
import { forbiddenSession, type OwnSessions, orForbiddenSession } from './own-sessions.ts';
import type { SessionProvider, SessionTermination, SessionView } from './provider.ts';
import { providerOf, type SessionKey, type SessionModel } from './providers.ts';

/** Results of terminating one session. */
export const TERMINATION_OUTCOMES = ['TERMINATED', 'ALREADY_ENDED', 'UNCONFIRMED', 'WOULD_TERMINATE'] as const;
export type TerminationOutcome = (typeof TERMINATION_OUTCOMES)[number];

export interface Termination {
  readonly outcome: TerminationOutcome;
  /** Session as AWS lists it after the call; null where AWS does not. */
  readonly session: SessionModel | null;
}

export interface TerminationOptions {
  /** True if to read only, and report what would be terminated. */
  readonly dryRun: boolean;
  /** Sessions of a self-scoped caller; other sessions are denied without a termination call. Null for other callers. */
  readonly own: OwnSessions | null;
  /** Called for each session just before each attempt to terminate it. */
  readonly onAttempt: (id: string) => void;
}

type Entry<Value> = readonly [id: string, Value];

/**
 * Terminates sessions, each in the location of its key. Before and after, the sessions of one service and location are
 * read together: fifty sessions of one list take one listing. Services and locations run concurrently.
 *
 * @param sessions keys by ids of the caller's choice
 * @returns by the same ids: the termination, or the MutationError or GatewayError that prevented it. Failures do not affect
 * other sessions
 */
export async function terminateEach(
  services: RequestServices,
  sessions: ReadonlyMap<string, SessionKey>,
  options: TerminationOptions,
): Promise<ReadonlyMap<string, Termination | Error>> {
  const groups = [...Map.groupBy(sessions, ([, { service, location }]) => groupKey(service, location)).values()];
  const terminations = await Promise.all(
    groups.map((group) =>
      terminateGroup(services, group, options).catch((error: Error) => group.map(([id]) => [id, error] as const)),
    ),
  );
  return new Map(terminations.flat());
}

function groupKey(service: string, { accountId, region }: AwsLocation): string {
  return `${accountId}/${region}/${service}`;
}

/** @param sessions of one service and location */
async function terminateGroup(
  services: RequestServices,
  sessions: readonly Entry<SessionKey>[],
  { dryRun, own, onAttempt }: TerminationOptions,
): Promise<Entry<Termination | Error>[]> {
  const [[, { location, service }]] = sessions as [Entry<SessionKey>];
  const provider = providerOf(service);
  const { termination } = provider;
  if (!termination) throw notSupported(provider);
  const located = await services.find(location);
  if (!located) throw locationNotRead(location);
  const handles = sessions.map(([id, { key }]) => [id, handleOf(provider, termination, located, key)] as const);

  // Bypasses the cache: a cached session may have ended, and a no-op would be reported as TERMINATED.
  termination.refresh(located);
  const attempts = await Promise.all(
    handles.map(([id, handle]) => attempt(handle, dryRun, own, () => onAttempt(id)).catch((error: Error) => error)),
  );
  termination.refresh(located);
  return Promise.all(
    handles.map(async ([id, handle], index) => {
      const done = attempts[index] as Attempt | Error;
      return [id, done instanceof Error ? done : await verify(handle, done)] as const;
    }),
  );
}

/** Session as it was last read. */
interface ReadSession {
  readonly model: SessionModel;
  readonly view: SessionView;
  readonly hasEnded: boolean;
  /** True if AWS is terminating it, which can take long or get stuck. */
  readonly isTerminating: boolean;
}

/** One session of a group. */
interface SessionHandle {
  read(): Promise<ReadSession | null>;
  terminate(onSend: () => void): Promise<TerminationAcknowledgement>;
}

function handleOf(
  provider: SessionProvider,
  termination: SessionTermination,
  services: LocationServices,
  key: SessionKey['key'],
): SessionHandle {
  return {
    async read() {
      const model = (await termination.find(services, key)) as SessionModel | null;
      if (model === null) return null;
      const view = provider.toSession(model, new Date());
      const { status } = view;
      return {
        model,
        view,
        hasEnded: status === 'TERMINATED' || status === 'FAILED',
        isTerminating: status === 'TERMINATING',
      };
    },
    terminate: (onSend) => termination.terminate(services, key, onSend),
  };
}

/** Session as read before the call, and AWS's acknowledgement; null where no call was made. */
interface Attempt {
  readonly before: ReadSession | null;
  readonly acknowledgement: TerminationAcknowledgement | null;
}

async function attempt(
  handle: SessionHandle,
  dryRun: boolean,
  own: OwnSessions | null,
  onAttempt: () => void,
): Promise<Attempt> {
  const before = await handle.read().catch((error: unknown) => {
    throw orForbiddenSession(error, own);
  });
  if (own && !(before && own.has(before.view))) throw forbiddenSession();
  if (dryRun || before?.hasEnded) return { before, acknowledgement: null };
  // Terminates a session that is not listed, too: a list that changes while it is read can miss it, and the call is idempotent.
  return { before, acknowledgement: await handle.terminate(onAttempt) };
}

/** Reads a session again to verify that it has ended. */
async function verify(handle: SessionHandle, { before, acknowledgement }: Attempt): Promise<Termination> {
  if (before === null || before.hasEnded) return { outcome: 'ALREADY_ENDED', session: before?.model ?? null };
  if (acknowledgement === null) return { outcome: 'WOULD_TERMINATE', session: before.model };
  // A list that cannot be read verifies nothing.
  const after = await handle.read().catch(() => before);
  if (after !== null && !isVerified(before, acknowledgement, after)) {
    return { outcome: 'UNCONFIRMED', session: after.model };
  }
  return { outcome: acknowledgement === 'ACCEPTED' ? 'TERMINATED' : 'ALREADY_ENDED', session: after?.model ?? null };
}

/** True if a termination is verified. A session that was already terminating and still is does not count: it may be stuck. */
function isVerified(before: ReadSession, acknowledgement: TerminationAcknowledgement, after: ReadSession): boolean {
  return after.hasEnded || (after.isTerminating && (!before.isTerminating || acknowledgement === 'ALREADY_OVER'));
}

function notSupported({ label }: SessionProvider): MutationError {
  const message = `${label} has no call that terminates a session.`;
  return new MutationError([{ code: 'NOT_SUPPORTED', message, field: ['input', 'id'] }]);
}
