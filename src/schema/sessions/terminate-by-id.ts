import { brandWithType } from '@pothos/core';
import type { AwsLocation } from '../../aws/location.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Live } from '../../live/live-sessions/live.ts';
import { MutationError } from '../../services/mutation-error.ts';
import { toAnySession } from '../../sessions/any-session.ts';
import { providerOf, type SessionKey } from '../../sessions/providers.ts';
import { type Termination, terminateEach } from '../../sessions/terminate-sessions.ts';
import type { AuditRecord, Context } from '../builder/context.ts';
import { parseSessionId, rejectSessionId } from './session-id.ts';

/** The input of a mutation that names sessions: `id` or `ids`. */
type IdsInput = { readonly id: string } | { readonly ids: readonly string[] };

/**
 * Terminates the sessions of an input, each once. The audit record gets an entry before each attempt and one with each
 * result: an attempt without a result means that the process was killed in between.
 *
 * @returns the termination by id, or the error that prevented it
 */
export async function terminateById(
  input: IdsInput & { readonly dryRun: boolean },
  { services, own, live, deadline }: Context,
  record: AuditRecord,
): Promise<ReadonlyMap<string, Termination | Error>> {
  const { sessions, rejected } = parseIds(input);
  const terminated = await terminateEach(services, sessions, {
    dryRun: input.dryRun,
    own,
    onAttempt: (id) => record.note({ attempt: id, ...describe(sessions.get(id)) }),
  });
  for (const [id, termination] of terminated) {
    brand(termination, sessions.get(id));
    if (live) tell(live, id, termination, sessions.get(id));
  }
  await live?.settled(deadline);
  const terminations = new Map(
    [...rejected, ...terminated].map(([id, termination]) => [id, rejectSessionId(termination)]),
  );
  for (const [id, termination] of terminations) record.note({ result: id, ...verdict(termination) });
  return terminations;
}

/** Returns the distinct locations of an input's ids, for the audit record. */
export async function locationsOf(input: IdsInput): Promise<readonly AwsLocation[]> {
  const locations = [...parseIds(input).sessions.values()].map(({ location }) => location);
  return [...new Map(locations.map((location) => [`${location.accountId}/${location.region}`, location])).values()];
}

interface ParsedIds {
  readonly sessions: ReadonlyMap<string, SessionKey>;
  readonly rejected: ReadonlyMap<string, MutationError>;
}

const parsedIds = new WeakMap<IdsInput, ParsedIds>();

/** Parses each id of an input once, for the audit record and for the mutation. */
function parseIds(input: IdsInput): ParsedIds {
  const parsed = parsedIds.get(input) ?? parseEach('ids' in input ? input.ids : [input.id]);
  parsedIds.set(input, parsed);
  return parsed;
}

function parseEach(ids: readonly string[]): ParsedIds {
  const sessions = new Map<string, SessionKey>();
  const rejected = new Map<string, MutationError>();
  for (const id of new Set(ids)) {
    try {
      sessions.set(id, parseSessionId(id));
    } catch (error) {
      if (!(error instanceof MutationError)) throw error;
      rejected.set(id, error);
    }
  }
  return { sessions, rejected };
}

/** Brands a termination's session with its type, from which GraphQL resolves `Session`. */
function brand(termination: Termination | Error, key: SessionKey | undefined): void {
  if (termination instanceof Error || !termination.session || !key) return;
  brandWithType(termination.session, providerOf(key.service).sessionType as never);
}

/** Tells the live index what was terminated. A session that is not certainly over is read again soon. */
function tell(live: Live, id: string, termination: Termination | Error, key: SessionKey | undefined): void {
  if (termination instanceof Error || !key) return;
  const { outcome, session } = termination;
  if (outcome === 'TERMINATED') live.ended(id, session && toAnySession(providerOf(key.service), session));
  else if (outcome !== 'WOULD_TERMINATE') live.touch(id);
}

function describe(session: SessionKey | undefined): object | undefined {
  return session && { service: session.service, sessionId: session.key.sessionId, location: session.location };
}

function verdict(termination: Termination | Error): object {
  if (!(termination instanceof Error)) return { outcome: termination.outcome };
  if (termination instanceof MutationError) return { userErrors: termination.userErrors };
  return { code: termination instanceof GatewayError ? termination.code : 'INTERNAL_SERVER_ERROR' };
}
