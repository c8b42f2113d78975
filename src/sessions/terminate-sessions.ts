import type { TerminationAcknowledgement } from '../services/acknowledge-termination.ts';
import type { RequestServices } from '../services/services.ts';
import { locationNotRead } from './location-not-read.ts';
import { notYours, type OwnSessions, orNotYours } from './own-sessions.ts';
import {
  findLocation,
  type SeenSession,
  type SessionHandle,
  type SessionKey,
  type SessionModel,
  sessionHandle,
} from './session-handle.ts';

/** What became of a session that was to be ended. */
export const TERMINATION_OUTCOMES = ['TERMINATED', 'ALREADY_ENDED', 'UNCONFIRMED', 'WOULD_TERMINATE'] as const;
export type TerminationOutcome = (typeof TERMINATION_OUTCOMES)[number];

export interface Termination {
  readonly outcome: TerminationOutcome;
  /** The session as AWS lists it now; null where it does not. */
  readonly session: SessionModel | null;
}

export interface TerminationOptions {
  /** Only finds out what would be ended. */
  readonly dryRun: boolean;
  /** Where whoever asks may end no others: what AWS does not show to be theirs is refused, and AWS is not told. */
  readonly own: OwnSessions | null;
  /** Is told of each session just before AWS is told to end it; again, if AWS has to be told again. */
  readonly onAttempt: (id: string) => void;
}

/**
 * Ends sessions, each where its key says that it is. Before and after, the sessions of one location and service are read
 * together: a list of fifty is read once, not fifty times. No service waits for another.
 *
 * @param sessions by any id of the caller's
 * @returns by the same id: what became of the session, or why nothing did (a Refusal or a GatewayError); one that fails
 * leaves the others alone
 */
export async function terminateEach(
  services: RequestServices,
  sessions: ReadonlyMap<string, SessionKey>,
  options: TerminationOptions,
): Promise<ReadonlyMap<string, Termination | Error>> {
  const locations = [...Map.groupBy(sessions, ([, key]) => findLocation(key)).values()];
  const terminations = await Promise.all(
    locations.map((theirs) =>
      endInOnePlace(services, theirs, options).catch((error: Error) => theirs.map(([id]) => [id, error] as const)),
    ),
  );
  return new Map(terminations.flat());
}

type Entry<Value> = readonly [id: string, Value];

/** @param sessions of one location and service */
async function endInOnePlace(
  services: RequestServices,
  sessions: readonly Entry<SessionKey>[],
  { dryRun, own, onAttempt }: TerminationOptions,
): Promise<Entry<Termination | Error>[]> {
  const [[, { location }]] = sessions as [Entry<SessionKey>];
  const located = await services.find(location);
  if (!located) throw locationNotRead(location);
  const handles = sessions.map(([id, key]) => [id, sessionHandle(located, key)] as const);
  const refresh = () => handles[0]?.[1].refresh();

  // What was kept a moment ago may be over since, and its end would be claimed by a call that did nothing.
  refresh();
  const told = await Promise.all(
    handles.map(([id, handle]) => tell(handle, dryRun, own, () => onAttempt(id)).catch((error: Error) => error)),
  );
  refresh();
  return Promise.all(
    handles.map(async ([id, handle], index) => {
      const words = told[index] as Told | Error;
      return [id, words instanceof Error ? words : await confirm(handle, words)] as const;
    }),
  );
}

/** A session as it was before, and what AWS said to its end; null where AWS was not told. */
interface Told {
  readonly before: SeenSession | null;
  readonly answer: TerminationAcknowledgement | null;
}

async function tell(
  handle: SessionHandle,
  dryRun: boolean,
  own: OwnSessions | null,
  onAttempt: () => void,
): Promise<Told> {
  const before = await handle.read().catch((error: unknown) => {
    throw orNotYours(error, own);
  });
  if (own && !(before && own.has(before.model))) throw notYours();
  if (dryRun || before?.isOver) return { before, answer: null };
  // One that is not listed is ended, too: a list that moves while it is read can miss it, and a needless end harms nobody.
  return { before, answer: await handle.end(onAttempt) };
}

async function confirm(handle: SessionHandle, { before, answer }: Told): Promise<Termination> {
  if (before === null || before.isOver) return { outcome: 'ALREADY_ENDED', session: before?.model ?? null };
  if (answer === null) return { outcome: 'WOULD_TERMINATE', session: before.model };
  // Its end cannot be confirmed by a list that cannot be read.
  const after = await handle.read().catch(() => before);
  if (after !== null && !hasEnded(before, answer, after)) return { outcome: 'UNCONFIRMED', session: after.model };
  return { outcome: answer === 'ACCEPTED' ? 'TERMINATED' : 'ALREADY_ENDED', session: after?.model ?? null };
}

/** One that was being ended before, and still is, is not known to have been ended by this call. */
function hasEnded(before: SeenSession, answer: TerminationAcknowledgement, after: SeenSession): boolean {
  return after.isOver || (after.isEnding && (!before.isEnding || answer === 'ALREADY_OVER'));
}
