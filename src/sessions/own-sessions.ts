import { GatewayError } from '../errors/gateway-error.ts';
import { Refusal } from '../services/refusal.ts';
import type { SessionFilter } from './filter.ts';
import type { UserNameOf } from './identity.ts';
import type { SessionModel } from './session-handle.ts';

/** The sessions of one person, who sees no others. */
export interface OwnSessions {
  /** Normalised; null: nobody, to whom no session belongs. */
  readonly userName: string | null;
  has(session: SessionModel): boolean;
}

/** @param userName whose they are, as `claimedUserName` gives it */
export function ownSessions(userName: string | null, userNameOf: UserNameOf): OwnSessions {
  return {
    userName,
    // A session of nobody's is not the session of a caller without a name.
    has: (session) => userName !== null && userNameOf(userIdOf(session), session.location) === userName,
  };
}

/** The filter as it is for whoever sees their own sessions only: of anybody else's there are none. */
export function ownFilter(filter: SessionFilter, { userName }: OwnSessions): SessionFilter {
  if (userName === null || (filter.userName ?? userName) !== userName) return { ...filter, services: [], isOwn: true };
  return { ...filter, userName, isOwn: true };
}

/** Somebody else's session, and one that is not there: who may not know which of the two it is, is told the same. */
export function notYours(): Refusal {
  const message = 'You have no such session, and may end no others.';
  return new Refusal([{ code: 'FORBIDDEN', message, field: ['input', 'id'] }]);
}

/** The same for an id that another session has: that would say that there is one. */
export function orNotYours(error: unknown, own: OwnSessions | null): unknown {
  return own && error instanceof GatewayError && error.code === 'INVALID_ID' ? notYours() : error;
}

/** Whose it is, as its service spells it. */
function userIdOf(session: SessionModel): string | null {
  return 'UserId' in session ? session.UserId : (session.Owner ?? null);
}
