import type { EndAnswer } from '../services/end-answer.ts';
import type { RequestServices } from '../services/services.ts';
import { scopeNotRead } from './scope-not-read.ts';
import {
  placeOf,
  type SeenSession,
  type SessionHandle,
  type SessionKey,
  type SessionModel,
  sessionHandle,
} from './session-handle.ts';

/** What became of a session that was to be ended. */
export const TERMINATION_OUTCOMES = ['TERMINATED', 'ALREADY_ENDED', 'UNCONFIRMED', 'WOULD_TERMINATE'] as const;
export type TerminationOutcome = (typeof TERMINATION_OUTCOMES)[number];

export interface Ending {
  readonly outcome: TerminationOutcome;
  /** The session as AWS lists it now; null where it does not. */
  readonly session: SessionModel | null;
}

export interface EndOptions {
  /** Only finds out what would be ended. */
  readonly dryRun: boolean;
  /** Is told of each session before AWS is told to end it. */
  readonly onAttempt: (key: SessionKey) => void;
}

/**
 * Ends sessions, each where its key says that it is. Before and after, the sessions of one scope and service are read
 * together: a list of fifty is read once, not fifty times. No service waits for another.
 *
 * @returns in the order of the keys: what became of the session, or why nothing did (a Refusal or a GatewayError); one
 * that fails leaves the others alone
 */
export async function endSessions(
  services: RequestServices,
  keys: readonly SessionKey[],
  options: EndOptions,
): Promise<(Ending | Error)[]> {
  const endings = new Map<SessionKey, Ending | Error>();
  const places = [...Map.groupBy(keys, placeOf).values()];
  await Promise.all(
    places.map(async (theirs) => {
      const ended = await endInOnePlace(services, theirs, options).catch((error: Error) => theirs.map(() => error));
      for (const [index, key] of theirs.entries()) endings.set(key, ended[index] as Ending | Error);
    }),
  );
  return keys.map((key) => endings.get(key) as Ending | Error);
}

/** @param keys of one scope and service */
async function endInOnePlace(
  services: RequestServices,
  keys: readonly SessionKey[],
  options: EndOptions,
): Promise<(Ending | Error)[]> {
  const [{ scope }] = keys as [SessionKey];
  const scoped = await services.find(scope);
  if (!scoped) throw scopeNotRead(scope);
  const handles = keys.map((key) => sessionHandle(scoped, key));
  const [{ forget }] = handles as [SessionHandle];

  // What was kept a moment ago may be over since, and its end would be claimed by a call that did nothing.
  forget();
  const told = await Promise.all(handles.map((handle) => tell(handle, options).catch((error: Error) => error)));
  forget();
  return Promise.all(
    handles.map((handle, index) => {
      const words = told[index] as Told | Error;
      return words instanceof Error ? words : confirm(handle, words);
    }),
  );
}

/** A session as it was before, and what AWS said to its end; null where AWS was not told. */
interface Told {
  readonly before: SeenSession | null;
  readonly answer: EndAnswer | null;
}

async function tell(handle: SessionHandle, { dryRun, onAttempt }: EndOptions): Promise<Told> {
  const before = await handle.read();
  if (dryRun || before?.isOver) return { before, answer: null };
  // One that is not listed is ended, too: a list that moves while it is read can miss it, and a needless end harms nobody.
  onAttempt(handle.key);
  return { before, answer: await handle.end() };
}

async function confirm(handle: SessionHandle, { before, answer }: Told): Promise<Ending> {
  if (before === null || before.isOver) return { outcome: 'ALREADY_ENDED', session: before?.model ?? null };
  if (answer === null) return { outcome: 'WOULD_TERMINATE', session: before.model };
  // Its end cannot be confirmed by a list that cannot be read.
  const after = await handle.read().catch(() => before);
  if (after !== null && !after.isOver) return { outcome: 'UNCONFIRMED', session: after.model };
  return { outcome: answer === 'ACCEPTED' ? 'TERMINATED' : 'ALREADY_ENDED', session: after?.model ?? null };
}
