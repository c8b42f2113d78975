import { GatewayError } from '../../errors/gateway-error.ts';
import { checkUserName, type SessionConditions, toFilter } from '../../sessions/filter.ts';
import { onlyUserOf } from '../../sessions/own-sessions.ts';
import type { RecordFilter } from '../../store/history/records/record-filter.ts';
import { DEFAULT_RECORD_ORDER, type RecordKey, type RecordOrder } from '../../store/history/records/record-order.ts';
import type { RecordQuery } from '../../store/history/records/select-records.ts';
import type { EndReason } from '../../store/history/records/session-record.ts';
import type { Context } from '../builder/context.ts';
import { checkLengths, givenConditions, parseOrder } from '../relay/list-arguments.ts';
import { parsePage, type TwoWayArgs, type TwoWayPage } from '../relay/two-way-page.ts';
import { requireHistory } from './require-history.ts';

/** Entries of `orderBy` at most. */
export const MAX_ORDER = 3;

/** Filter as a client gives it. */
export type HistoryConditions = Omit<
  SessionConditions,
  'includeHistory' | 'statuses' | 'startedAfter' | 'startedBefore'
> & {
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly userNamePrefix?: string | null;
  readonly endReasons?: readonly EndReason[] | null;
  readonly longerThanSeconds?: number | null;
};

/** Arguments of a page of records. */
export interface RecordArgs extends TwoWayArgs {
  readonly filter: HistoryConditions;
  readonly orderBy?: readonly RecordOrder[] | null;
}

/** Validated query of a page. */
export interface ParsedRecordQuery extends RecordQuery, TwoWayPage<RecordKey> {}

/** Times that every window contains. */
const ANY_TIME = { from: 0, to: 8_640_000_000_000_000 };

/**
 * Validates the arguments of a page, before any work.
 *
 * @param user name of the only user whose records are listed; undefined: all users
 * @throws GatewayError BAD_USER_INPUT, INVALID_CURSOR, SERVICE_DISABLED
 */
export function parseRecordQuery(args: RecordArgs, user: string | undefined, context: Context): ParsedRecordQuery {
  const filter = parseHistoryFilter(args.filter, user, context);
  const order = parseOrder(args.orderBy, DEFAULT_RECORD_ORDER, MAX_ORDER);
  const listId = JSON.stringify(['sessionHistory', Object.entries(filter).sort(), order]);
  return { filter, order, ...parsePage<RecordKey>(args, context.historyCursors, listId, order.length + 1) };
}

/** Validates and normalises a filter. A window without a begin or an end has all that is kept. @throws GatewayError BAD_USER_INPUT */
export function parseHistoryFilter(
  { from, to, userNamePrefix, endReasons, longerThanSeconds, ...conditions }: HistoryConditions,
  user: string | undefined,
  context: Pick<Context, 'sessions' | 'ownHistory' | 'history'>,
): RecordFilter {
  checkLengths({ ...conditions, endReasons });
  const { includeHistory: _never, isOwn: _own, ...shared } = toFilter(conditions, context.sessions.userNameOf);
  const filter: RecordFilter = {
    ...shared,
    ...parseWindow(from, to, requireHistory(context).maxWindowMs),
    onlyUser: onlyUserOf(user, context.ownHistory),
    userNamePrefix: parsePrefix(userNamePrefix),
    endReasons: endReasons ?? undefined,
    longerThanSeconds: parseSeconds(longerThanSeconds),
  } as RecordFilter;
  return givenConditions(filter);
}

/** @throws GatewayError BAD_USER_INPUT for a window that is empty or longer than use is kept */
function parseWindow(from: Date | null | undefined, to: Date | null | undefined, maxMs: number) {
  const window = { from: from?.getTime() ?? ANY_TIME.from, to: to?.getTime() ?? ANY_TIME.to };
  if (window.from >= window.to) {
    throw new GatewayError('BAD_USER_INPUT', '`to` must be later than `from`.');
  }
  if (from && to && window.to - window.from > maxMs) {
    const days = maxMs / 86_400_000;
    throw new GatewayError('BAD_USER_INPUT', `\`to\` may be ${days} days after \`from\` (GATEWAY_USAGE_DAYS).`);
  }
  return window;
}

/** User names are in ASCII lower case: see `toUserName`. */
function parsePrefix(prefix: string | null | undefined): string | undefined {
  if (!prefix) return undefined;
  checkUserName(prefix, 'userNamePrefix');
  return prefix.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function parseSeconds(seconds: number | null | undefined): number | undefined {
  if (seconds === null || seconds === undefined) return undefined;
  if (seconds >= 0) return seconds;
  throw new GatewayError('BAD_USER_INPUT', `\`longerThanSeconds\` is ${seconds}; it must be 0 or more.`);
}
