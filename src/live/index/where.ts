import { SESSION_STATUSES } from '../../sessions/provider.ts';
import { CONDITIONS } from '../../sessions/providers.ts';
import type { Timestamp } from '../live-session.ts';
import { among, type Condition, type CountedTable, type Sql, toClause } from './condition.ts';
import type { LiveFilter } from './live-filter.ts';
import { type LiveOrderField, NO_TIME } from './live-order.ts';
import { type Found, foundCondition, foundOneByOne } from './search-sessions.ts';

/** Filter as a `where` clause. */
export interface Where extends Sql {
  readonly conditions: readonly Sql[];
  /** The same conditions for statements that read few sessions of many. */
  readonly oneByOne: readonly Sql[];
  /** Smallest table that has all its columns. */
  readonly table: CountedTable;
  /** Index of `session` that finds the sessions; `not indexed`: the rows; null: none of its own. */
  readonly index: string | null;
  /** Times that are compared, as fields of an order. */
  readonly times: readonly LiveOrderField[];
}

/** Time before which a session has to have been seen last to be unverified, and the sources that were not scanned since. */
export interface Unverified {
  readonly before: Timestamp;
  readonly staleSources: readonly string[];
}

/** Condition that no session meets. */
const NEVER: Sql = { sql: 'false', parameters: [] };

/** Maps a filter to SQL. @param found sessions that its search matches; null without a search */
export function whereOf(filter: LiveFilter, unverified: Unverified, found: Found | null): Where {
  const users = userConditions(filter);
  const places = placeConditions(filter);
  const conditions: readonly Condition[] = [
    ...onTable('area_count', [...areaConditions(filter), ...statusConditions(filter)]),
    ...onTable('place_count', places),
    ...onTable('session', [...users, ...timeConditions(filter), ...unverifiedConditions(filter, unverified)]),
  ];
  const all = [...conditions, ...(found ? [foundCondition(found)] : [])];
  return {
    ...toClause(all),
    conditions: all,
    oneByOne: [...conditions, ...(found ? [foundOneByOne(found)] : [])],
    table: found ? 'session' : (conditions.at(-1)?.table ?? 'area_count'),
    index: indexFor(found, users, places),
    times: comparedTimes(filter),
  };
}

function onTable(table: CountedTable, conditions: readonly Sql[]): Condition[] {
  return conditions.map((condition) => ({ ...condition, table }));
}

function indexFor(found: Found | null, users: readonly Sql[], places: readonly Sql[]): string | null {
  const [part, ...others] = found?.parts ?? [];
  const column = others.length === 0 ? part?.column : undefined;
  if (column === 'row' && part?.values) return 'not indexed';
  if (users.length > 0 || column === 'user_name') return 'indexed by session_user_name';
  return places.length > 0 || column === 'resource' ? 'indexed by session_resource' : null;
}

function comparedTimes({ startedAfter, startedBefore, statusBefore }: LiveFilter): LiveOrderField[] {
  return [
    ...(startedAfter === undefined && startedBefore === undefined ? [] : ['STARTED_AT' as const]),
    ...(statusBefore === undefined ? [] : ['STATUS_SINCE' as const]),
  ];
}

function areaConditions({ services, accountIds, regions }: LiveFilter): Sql[] {
  const { sql, parameters } = toClause([
    ...(services ? [among('service', services)] : []),
    ...(accountIds ? [among('account_id', accountIds)] : []),
    ...(regions ? [among('region', regions)] : []),
  ]);
  return sql === '' ? [] : [{ sql: `area in (select id from area ${sql})`, parameters }];
}

function statusConditions({ statuses }: LiveFilter): Sql[] {
  if (!statuses) return [];
  const numbers = SESSION_STATUSES.flatMap((status, number) => (statuses.includes(status) ? [number] : []));
  return [{ sql: `status in (${numbers.join(', ')})`, parameters: [] }];
}

/** Compares places, and the names of their resources, which an index finds sessions by. */
function placeConditions(filter: LiveFilter): Sql[] {
  const { sql, parameters } = toClause(
    CONDITIONS.flatMap(({ name }) => {
      const values = filter[name];
      return values ? [among(`"${name}"`, values)] : [];
    }),
  );
  if (sql === '') return [];
  return [
    { sql: `resource in (select resource from place ${sql})`, parameters },
    { sql: `place in (select id from place ${sql})`, parameters },
  ];
}

/** Compares the user. The empty name stands for sessions without a user, which no condition names. */
function userConditions({ onlyUser, userName }: LiveFilter): Sql[] {
  return [onlyUser, userName]
    .filter((name) => name !== undefined)
    .map((name) => (name ? { sql: 'user_name = ?', parameters: [name] } : NEVER));
}

/** Compares times. A session without a start is in no range. */
function timeConditions({ startedAfter, startedBefore, statusBefore }: LiveFilter): Sql[] {
  return [
    ...(startedAfter === undefined ? [] : [{ sql: 'started_at >= ?', parameters: [startedAfter] }]),
    ...(startedBefore === undefined
      ? []
      : [{ sql: 'started_at > ? and started_at < ?', parameters: [NO_TIME, startedBefore] }]),
    ...(statusBefore === undefined ? [] : [{ sql: 'status_since < ?', parameters: [statusBefore] }]),
  ];
}

function unverifiedConditions({ unverified }: LiveFilter, { before, staleSources }: Unverified): Sql[] {
  if (unverified === undefined) return [];
  if (staleSources.length === 0) return unverified ? [NEVER] : [];
  const { sql, parameters } = among('name', staleSources);
  return [
    {
      sql: `(source in (select id from source where ${sql}) and first_seen_at < ? and status_since < ?) = ${unverified}`,
      parameters: [...parameters, before, before],
    },
  ];
}
