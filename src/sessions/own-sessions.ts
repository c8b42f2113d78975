import { GatewayError } from '../errors/gateway-error.ts';
import { MutationError } from '../services/mutation-error.ts';
import type { SessionFilter } from './filter.ts';
import type { UserNameOf } from './identity.ts';
import type { SessionView } from './provider.ts';

/** Sessions that a self-scoped caller may see: their own. */
export interface OwnSessions {
  /** Normalised; null for a caller without a name, who has no sessions. */
  readonly userName: string | null;
  has(session: Pick<SessionView, 'userId' | 'location'>): boolean;
}

/** Creates the predicate of a self-scoped caller's sessions. @param userName from `claimedUserName` */
export function ownSessions(userName: string | null, userNameOf: UserNameOf): OwnSessions {
  return {
    userName,
    // A session without a user does not belong to a caller without a name.
    has: ({ userId, location }) => userName !== null && userNameOf(userId, location) === userName,
  };
}

/** Restricts a filter to the caller's own sessions; one for another user matches nothing. */
export function ownFilter(filter: SessionFilter, { userName }: OwnSessions): SessionFilter {
  if (userName === null || (filter.userName ?? userName) !== userName) return { ...filter, services: [], isOwn: true };
  return { ...filter, userName, isOwn: true };
}

/**
 * Returns the only user whose sessions exist for a caller.
 *
 * @param user the only user of the field; undefined: all users
 * @param own null for callers who see all sessions
 * @returns undefined: all users; null: no user
 */
export function onlyUserOf(user: string | undefined, own: OwnSessions | null): string | null | undefined {
  if (!own) return user;
  return user === undefined || user === own.userName ? own.userName : null;
}

/** Creates the FORBIDDEN error for another user's session and for one that does not exist: the two must be indistinguishable. */
export function forbiddenSession(): MutationError {
  const message = 'You have no such session, and may terminate no others.';
  return new MutationError([{ code: 'FORBIDDEN', message, field: ['input', 'id'] }]);
}

/** Replaces INVALID_ID for self-scoped callers: a key that differs from an existing session's would reveal that session. */
export function orForbiddenSession(error: unknown, own: OwnSessions | null): unknown {
  return own && error instanceof GatewayError && error.code === 'INVALID_ID' ? forbiddenSession() : error;
}
