import { among, raw, type Sql, sql } from '../../sql-text.ts';
import type { EndReason, Timestamp } from './session-record.ts';

/** Conditions on records of sessions, all of which must hold. An absent one does not apply. */
export interface RecordFilter {
  /** Sessions that were there at this time or later. */
  readonly from: Timestamp;
  /** Sessions that were there before this time. */
  readonly to: Timestamp;
  /** Name of the only user whose records exist for the reader; null: no record does. */
  readonly onlyUser?: string | null;
  readonly services?: readonly string[];
  /** Normalised: see `toUserName`. */
  readonly userName?: string;
  /** In lower case. */
  readonly userNamePrefix?: string;
  readonly fleetNames?: readonly string[];
  readonly stackNames?: readonly string[];
  readonly poolIds?: readonly string[];
  readonly targets?: readonly string[];
  readonly regions?: readonly string[];
  readonly accountIds?: readonly string[];
  readonly endReasons?: readonly EndReason[];
  /** Sessions that have lasted longer, until now if they have not ended. */
  readonly longerThanSeconds?: number;
}

/** User name as it is compared and sorted: the empty text for a session without a user. An index has this expression. */
export const USER = raw(`coalesce(user_name, '')`);

/** Columns of the conditions that name resources, and whether the column is `resource`, too. */
const RESOURCES = {
  fleetNames: { column: 'fleet_name', isResource: true },
  stackNames: { column: 'stack_name', isResource: false },
  poolIds: { column: 'pool_id', isResource: true },
  targets: { column: 'target', isResource: true },
} as const;

const COLUMNS = { services: 'service', regions: 'region', accountIds: 'account_id', endReasons: 'end_reason' } as const;

/** Maps the conditions that do not compare times of the window to SQL. @param now current time, to which lasting sessions are counted */
export function conditionsOf(filter: RecordFilter, now: Timestamp): readonly Sql[] {
  return [...userConditions(filter), ...resourceConditions(filter), ...listConditions(filter), ...lengths(filter, now)];
}

/** Returns true if no record can match, so that no statement is needed. */
export function isImpossible({ from, to, onlyUser, userName, ...others }: RecordFilter): boolean {
  const isForeign = onlyUser !== undefined && userName !== undefined && onlyUser !== userName;
  const isEmpty = Object.values(others).some((list) => Array.isArray(list) && list.length === 0);
  const texts = [onlyUser, userName, ...Object.values(others)].flat().filter((text) => typeof text === 'string');
  return from >= to || onlyUser === null || isForeign || isEmpty || !texts.every(isStorable);
}

/** Returns false for a text that no column has: PostgreSQL rejects the character 0, and half of a surrogate pair is no character. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function userConditions({ onlyUser, userName, userNamePrefix }: RecordFilter): Sql[] {
  const names = [onlyUser, userName].filter((name) => name !== undefined && name !== null);
  return [...names.map((name) => sql`${USER} = ${name}`), ...startingWith(userNamePrefix ?? '')];
}

/** Compares the beginning of the user name. `like` ignores case in SQLite only, and its pattern would be an input. */
function startingWith(prefix: string): Sql[] {
  if (prefix === '') return [];
  const end = successorOf(prefix);
  return [sql`${USER} >= ${prefix}`, ...(end === null ? [] : [sql`${USER} < ${end}`])];
}

const LAST_CODE_POINT = 0x10ffff;
const BEFORE_SURROGATES = 0xd7ff;
const AFTER_SURROGATES = 0xe000;

/** Returns the smallest text that is greater than all that begin with a prefix, by code points; null if there is none. */
function successorOf(prefix: string): string | null {
  const points = Array.from(prefix, (character) => character.codePointAt(0) as number);
  const at = points.findLastIndex((point) => point < LAST_CODE_POINT);
  if (at === -1) return null;
  const point = points[at] as number;
  return String.fromCodePoint(...points.slice(0, at), point === BEFORE_SURROGATES ? AFTER_SURROGATES : point + 1);
}

function resourceConditions(filter: RecordFilter): Sql[] {
  return Object.entries(RESOURCES).flatMap(([name, { column, isResource }]) => {
    const values = filter[name as keyof typeof RESOURCES];
    if (!values) return [];
    const named = among(raw(column), values);
    // The index is one of resources, whatever their service.
    return isResource ? [among(raw('resource'), values), named] : [named];
  });
}

function listConditions(filter: RecordFilter): Sql[] {
  return Object.entries(COLUMNS).flatMap(([name, column]) => {
    const values = filter[name as keyof typeof COLUMNS];
    return values ? [among(raw(column), values)] : [];
  });
}

function lengths({ longerThanSeconds }: RecordFilter, now: Timestamp): Sql[] {
  if (longerThanSeconds === undefined) return [];
  return [sql`coalesce(ended_before, ${now}) - started_before > ${longerThanSeconds * 1_000}`];
}
