import type { AwsLocation } from '../../aws/location.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { Refusal } from '../../services/refusal.ts';
import type { SessionKey } from '../../sessions/providers.ts';
import { type Termination, terminateEach } from '../../sessions/terminate-sessions.ts';
import type { AuditRecord, Context } from '../builder/context.ts';
import { parseSessionId, refuseSessionId } from './session-id.ts';

/**
 * Ends the sessions of these ids, each once: what became of each, or why nothing did. The record says of each that AWS
 * is about to be told, and in the end what came of it: a process that is killed in between leaves the first without the
 * second.
 */
export async function terminateById(
  ids: readonly string[],
  dryRun: boolean,
  { services, own }: Context,
  record: AuditRecord,
): Promise<ReadonlyMap<string, Termination | Error>> {
  const { sessions, refused } = parseIds(ids);
  const ended = await terminateEach(services, sessions, {
    dryRun,
    own,
    onAttempt: (id) => record.note({ attempt: id, ...describe(sessions.get(id)) }),
  });
  const terminations = new Map([...refused, ...ended].map(([id, termination]) => [id, refuseSessionId(termination)]));
  for (const [id, termination] of terminations) record.note({ result: id, ...verdict(termination) });
  return terminations;
}

/** The accounts and regions that the ids name, each once: for the record. */
export async function locationsOf(ids: readonly string[]): Promise<readonly AwsLocation[]> {
  const scopes = [...parseIds(ids).sessions.values()].map(({ location }) => location);
  return [...new Map(scopes.map((location) => [`${location.accountId}/${location.region}`, location])).values()];
}

function parseIds(ids: readonly string[]) {
  const sessions = new Map<string, SessionKey>();
  const refused = new Map<string, Refusal>();
  for (const id of ids) {
    try {
      sessions.set(id, parseSessionId(id));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.set(id, error);
    }
  }
  return { sessions, refused };
}

function describe(session: SessionKey | undefined): object | undefined {
  return session && { service: session.service, sessionId: session.key.sessionId, location: session.location };
}

function verdict(termination: Termination | Error): object {
  if (!(termination instanceof Error)) return { outcome: termination.outcome };
  if (termination instanceof Refusal) return { userErrors: termination.userErrors };
  return { code: termination instanceof GatewayError ? termination.code : 'INTERNAL_SERVER_ERROR' };
}
