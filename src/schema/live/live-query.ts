import { GatewayError } from '../../errors/gateway-error.ts';
import type { LiveFilter } from '../../live/index/live-filter.ts';
import { toSearch } from '../../live/index/live-filter.ts';
import type { LiveQuery } from '../../live/index/live-index.ts';
import { DEFAULT_ORDER, type LiveKey, type LiveOrder } from '../../live/index/live-order.ts';
import { type SessionConditions, type SessionFilter, toFilter } from '../../sessions/filter.ts';
import { onlyUserOf } from '../../sessions/own-sessions.ts';
import type { Context } from '../builder/context.ts';
import { checkLengths, givenConditions, parseOrder } from '../relay/list-arguments.ts';
import { parsePage, type TwoWayArgs, type TwoWayPage } from '../relay/two-way-page.ts';

/** Characters of a search at most. */
export const MAX_SEARCH = 200;
/** Entries of `orderBy` at most. */
export const MAX_ORDER = 4;

/** Filter as a client gives it. */
export type LiveConditions = Omit<SessionConditions, 'includeHistory'> & {
  readonly search?: string | null;
  readonly statusBefore?: Date | null;
  readonly unverified?: boolean | null;
};

/** Arguments of a page of live sessions. */
export interface LiveArgs extends TwoWayArgs {
  readonly filter?: LiveConditions | null;
  readonly orderBy?: readonly LiveOrder[] | null;
}

/** Validated query of a page. */
export interface ParsedQuery extends LiveQuery, TwoWayPage<LiveKey> {
  /** Conditions that `sessions` has, too. */
  readonly shared: SessionFilter;
}

/**
 * Validates the arguments of a page, before any work.
 *
 * @param user name of the only user whose sessions are listed; undefined: all users
 * @throws GatewayError BAD_USER_INPUT, INVALID_CURSOR
 */
export function parseQuery(args: LiveArgs, user: string | undefined, context: Context): ParsedQuery {
  const { shared, filter } = parseFilter(args.filter ?? {}, user, context);
  const order = parseOrder(args.orderBy, DEFAULT_ORDER, MAX_ORDER);
  const listId = JSON.stringify(['liveSessions', Object.entries(filter).sort(), order]);
  return { shared, filter, order, ...parsePage<LiveKey>(args, context.cursors, listId, order.length + 1) };
}

/** Validates and normalises a filter. @throws GatewayError BAD_USER_INPUT */
export function parseFilter(
  { search, statusBefore, unverified, ...conditions }: LiveConditions,
  user: string | undefined,
  { sessions, own }: Pick<Context, 'sessions' | 'own'>,
): { readonly shared: SessionFilter; readonly filter: LiveFilter } {
  checkLengths(conditions);
  const shared = toFilter(conditions, sessions.userNameOf);
  const { startedAfter, startedBefore, includeHistory, isOwn, ...others } = shared;
  const filter: LiveFilter = {
    ...others,
    onlyUser: onlyUserOf(user, own),
    search: parseSearch(search),
    startedAfter: startedAfter?.getTime(),
    startedBefore: startedBefore?.getTime(),
    statusBefore: statusBefore?.getTime(),
    unverified: unverified ?? undefined,
  };
  return { shared, filter: givenConditions(filter) };
}

function parseSearch(search: string | null | undefined): string | undefined {
  if (!search) return undefined;
  if (search.length > MAX_SEARCH) {
    throw new GatewayError('BAD_USER_INPUT', `\`search\` has ${search.length} characters; it may have ${MAX_SEARCH}.`);
  }
  return toSearch(search);
}
