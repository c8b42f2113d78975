import { GatewayError } from '../../errors/gateway-error.ts';
import type { LiveFilter } from '../../live/index/live-filter.ts';
import { toSearch } from '../../live/index/live-filter.ts';
import type { LiveQuery } from '../../live/index/live-index.ts';
import { DEFAULT_ORDER, type LiveKey, type LiveOrder } from '../../live/index/live-order.ts';
import { type SessionConditions, type SessionFilter, toFilter } from '../../sessions/filter.ts';
import type { Context } from '../builder/context.ts';
import { decodeKey, encodeKey, parsePage, type TwoWayArgs } from '../relay/two-way-page.ts';

/** Characters of a search at most. */
export const MAX_SEARCH = 200;
/** Values of a list in a filter at most. */
export const MAX_VALUES = 1_000;
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
export interface ParsedQuery extends LiveQuery {
  /** Conditions that `sessions` has, too. */
  readonly shared: SessionFilter;
  /** Encodes the place of a session in the list as a cursor. */
  cursorOf(key: LiveKey): string;
}

/**
 * Validates the arguments of a page, before any work.
 *
 * @param user name of the only user whose sessions are listed; undefined: all users
 * @throws GatewayError BAD_USER_INPUT, INVALID_CURSOR
 */
export function parseQuery(args: LiveArgs, user: string | undefined, context: Context): ParsedQuery {
  const { shared, filter } = parseFilter(args.filter ?? {}, user, context);
  const order = parseOrder(args.orderBy);
  const { isBackward, limit, cursor } = parsePage(args);
  const { cursors } = context;
  const listId = JSON.stringify(['liveSessions', Object.entries(filter).sort(), order]);
  return {
    shared,
    filter,
    order,
    limit,
    isBackward,
    from: cursor === null ? null : decodeKey(cursors, listId, cursor, order.length + 1),
    cursorOf: (key) => encodeKey(cursors, listId, key),
  };
}

/** Validates and normalises a filter. @throws GatewayError BAD_USER_INPUT */
export function parseFilter(
  { search, statusBefore, unverified, ...conditions }: LiveConditions,
  user: string | undefined,
  { sessions, own }: Pick<Context, 'sessions' | 'own'>,
): { readonly shared: SessionFilter; readonly filter: LiveFilter } {
  for (const [name, value] of Object.entries(conditions)) checkLength(name, value);
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
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return { shared, filter: Object.fromEntries(given) as LiveFilter };
}

/** Returns the user whose sessions exist for a caller: the one of the field, and for self-scoped callers their own. */
function onlyUserOf(user: string | undefined, own: Context['own']): string | null | undefined {
  if (!own) return user;
  return user === undefined || user === own.userName ? own.userName : null;
}

function checkLength(name: string, value: unknown): void {
  if (!Array.isArray(value) || value.length <= MAX_VALUES) return;
  throw new GatewayError('BAD_USER_INPUT', `\`${name}\` has ${value.length} values; it may have ${MAX_VALUES}.`);
}

function parseSearch(search: string | null | undefined): string | undefined {
  if (!search) return undefined;
  if (search.length > MAX_SEARCH) {
    throw new GatewayError('BAD_USER_INPUT', `\`search\` has ${search.length} characters; it may have ${MAX_SEARCH}.`);
  }
  return toSearch(search);
}

function parseOrder(orderBy: readonly LiveOrder[] | null | undefined): readonly LiveOrder[] {
  if (!orderBy || orderBy.length === 0) return DEFAULT_ORDER;
  if (orderBy.length <= MAX_ORDER) return orderBy.map(({ field, direction }) => ({ field, direction }));
  throw new GatewayError('BAD_USER_INPUT', `\`orderBy\` has ${orderBy.length} entries; it may have ${MAX_ORDER}.`);
}
