import { SESSION_STATUSES } from '../../sessions/provider.ts';
import type { Database } from './database.ts';
import type { Dimension } from './live-filter.ts';
import type { Where } from './where.ts';

/** Number of sessions with one value of a dimension. */
export interface FacetValue {
  /** Null for sessions without a value. */
  readonly value: string | null;
  readonly count: number;
}

export interface Facet {
  /** The most frequent values first; equally frequent ones in the order of their texts, null first. */
  readonly values: readonly FacetValue[];
  /** Number of sessions with other values. */
  readonly otherCount: number;
}

/** Sessions of one service, account, region and status. */
export interface SessionGroup {
  readonly SERVICE: string;
  readonly ACCOUNT: string;
  readonly REGION: string;
  readonly STATUS: string;
  readonly count: number;
}

/** Dimensions with few values, which one statement counts together. */
type GroupDimension = Exclude<keyof SessionGroup, 'count'>;

/** Counts sessions by service, account, region and status: totals and most facets of a filter are sums of the groups. */
export function countGroups(database: Database, where: Where): readonly SessionGroup[] {
  const { sql, parameters, table } = where;
  const [counted, from] =
    table === 'session'
      ? ['count(*)', `session ${where.index ?? 'indexed by session_area'}`]
      : ['sum(sessions)', table];
  return database
    .rows(
      `select service, account_id, region, status, number
        from (select area, status, ${counted} as number from ${from} ${sql} group by area, status)
        join area on area.id = area where number > 0`,
      parameters,
    )
    .map(([service, account, region, status, count]) => ({
      SERVICE: service as string,
      ACCOUNT: account as string,
      REGION: region as string,
      STATUS: SESSION_STATUSES[status as number] as string,
      count: count as number,
    }));
}

/** Adds the groups with the same value of a dimension up. @param first most values */
export function sumGroups(
  groups: readonly SessionGroup[],
  dimension: GroupDimension,
  first: number,
): readonly FacetValue[] {
  const counts = new Map<string, number>();
  for (const { [dimension]: value, count } of groups) counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
    .slice(0, first);
}

/** Counts sessions by user. @param first most values */
export function countUsers(
  database: Database,
  { sql, parameters, index }: Where,
  first: number,
): readonly FacetValue[] {
  const counted =
    sql === ''
      ? 'select name, sessions from user'
      : `select user_name, count(*) from session ${index ?? 'indexed by session_user_name'} ${sql} group by user_name`;
  return toValues(database.rows(`${counted} order by 2 desc, 1 limit ?`, [...parameters, first]));
}

/** Counts sessions by resource. @param first most values */
export function countResources(database: Database, where: Where, first: number): readonly FacetValue[] {
  const { sql, parameters, table, index } = where;
  const counted =
    table === 'session'
      ? `select resource, count(*) as number from session ${index ?? 'indexed by session_resource'} ${sql} group by 1`
      : `select resource, sum(sessions) as number from place_count ${sql} group by 1 having number > 0`;
  return toValues(database.rows(`${counted} order by number desc, resource limit ?`, [...parameters, first]));
}

/** Counts sessions by source. */
export function countSources(database: Database, { sql, parameters, index }: Where): ReadonlyMap<string, number> {
  const counted =
    sql === ''
      ? 'select name, sessions from source'
      : `select (select name from source where id = source), count(*) from session ${index ?? 'indexed by session_area'} ${sql} group by source`;
  return new Map(database.rows(counted, parameters).map(([name, count]) => [name as string, count as number]));
}

function toValues(rows: ReturnType<Database['rows']>): readonly FacetValue[] {
  return rows.map(([value, count]) => ({ value: value === '' ? null : (value as string), count: count as number }));
}

/** Counts sessions by a dimension. @param groups returns the groups of the same filter */
export function countValues(
  database: Database,
  where: Where,
  dimension: Dimension,
  first: number,
  groups: () => readonly SessionGroup[],
): readonly FacetValue[] {
  if (dimension === 'USER') return countUsers(database, where, first);
  if (dimension === 'RESOURCE') return countResources(database, where, first);
  return sumGroups(groups(), dimension, first);
}
