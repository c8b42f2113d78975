import type { Scope } from '../aws/scope.ts';
import { GatewayError } from '../errors.ts';
import { Refusal } from '../services/refusal.ts';
import { type Ending, endSessions } from '../sessions/end-sessions.ts';
import type { SessionKey } from '../sessions/session-handle.ts';
import type { Context, Trail } from './context.ts';
import { parseSessionId, refuseSessionId } from './session-id.ts';

/**
 * Ends the sessions of these ids, each once: what became of each, or why nothing did. The record says of each that AWS
 * is about to be told, and in the end what came of it: a process that is killed in between leaves the first without the
 * second.
 */
export async function endById(
  ids: readonly string[],
  dryRun: boolean,
  { services, own }: Context,
  trail: Trail,
): Promise<ReadonlyMap<string, Ending | Error>> {
  const { sessions, refused } = parseIds(ids);
  const ended = await endSessions(services, sessions, {
    dryRun,
    own,
    onAttempt: (id) => trail.note({ attempt: id, ...describe(sessions.get(id)) }),
  });
  const endings = new Map([...refused, ...ended].map(([id, ending]) => [id, refuseSessionId(ending)]));
  for (const [id, ending] of endings) trail.note({ result: id, ...verdict(ending) });
  return endings;
}

/** The accounts and regions that the ids name, each once: for the record. */
export async function scopesOf(ids: readonly string[]): Promise<readonly Scope[]> {
  const scopes = [...parseIds(ids).sessions.values()].map(({ scope }) => scope);
  return [...new Map(scopes.map((scope) => [`${scope.accountId}/${scope.region}`, scope])).values()];
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
  return session && { service: session.service, sessionId: session.key.sessionId, scope: session.scope };
}

function verdict(ending: Ending | Error): object {
  if (!(ending instanceof Error)) return { outcome: ending.outcome };
  if (ending instanceof Refusal) return { userErrors: ending.userErrors };
  return { code: ending instanceof GatewayError ? ending.code : 'INTERNAL_SERVER_ERROR' };
}
