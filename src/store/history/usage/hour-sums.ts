import type { SqlConnection, SqlRow } from '../../sql.ts';
import { allOf, among, raw, type Sql, sql, toStatement } from '../../sql-text.ts';
import type { RecordFilter } from '../records/record-filter.ts';
import type { Timestamp } from '../records/session-record.ts';
import { type Buckets, HOUR_MS } from './buckets.ts';
import { dimensionsOf, type UsageQuery } from './usage-query.ts';

/** Returns the time before which records may be deleted, and hours are stored as sums; 0: no hour is. */
export async function summedUntil(connection: SqlConnection): Promise<Timestamp> {
  const [row] = await connection.all('select until_at from summed');
  return (row?.until_at as number | undefined) ?? 0;
}

/**
 * Selects the sums of hours, per series and bucket. Peaks of several resources are added up: an upper bound of their peak together.
 * The number of distinct users is known of single rows only, and null otherwise. Hours count as a whole.
 */
export async function selectSums(
  connection: SqlConnection,
  { filter, by }: UsageQuery,
  buckets: Buckets,
): Promise<readonly SqlRow[]> {
  const { columns, names, group } = dimensionsOf(by);
  const first = filter.from - (filter.from % HOUR_MS);
  // The first hour may begin in front of the first bucket.
  const within = sql`case when hour < ${filter.from} then ${filter.from} else hour end`;
  const conditions = [sql`hour >= ${first}`, sql`hour < ${filter.to}`, ...conditionsOf(filter)];
  const { text, params } =
    toStatement(sql`select ${columns}bucket, cast(sum(started) as bigint) as started, cast(sum(session_ms) as bigint) as session_ms,
      cast(sum(connected_ms) as bigint) as connected_ms, max(concurrent) as peak_concurrent, max(connected) as peak_connected,
      case when sum(parts) = 1 then max(users) end as users
    from (select ${columns}${buckets.numberOf(within)} as bucket, hour, cast(sum(sessions_started) as bigint) as started,
        cast(sum(session_ms) as bigint) as session_ms, cast(sum(connected_ms) as bigint) as connected_ms,
        cast(sum(peak_concurrent) as bigint) as concurrent, cast(sum(peak_connected) as bigint) as connected,
        count(*) as parts, max(distinct_users) as users
      from usage_hour where ${allOf(conditions)} group by ${raw([...names, 'hour'].join(', '))}) hours
    ${group('bucket')}`);
  return connection.all(text, params);
}

/** Maps the conditions that sums have columns for; the others are conditions on users, which sums do not have. */
function conditionsOf({ services, accountIds, regions, fleetNames, poolIds, targets }: RecordFilter): Sql[] {
  const lists = [
    [raw('service'), services],
    [raw('account_id'), accountIds],
    [raw('region'), regions],
  ] as const;
  const resources = [
    ['APPSTREAM', fleetNames],
    ['WORKSPACES', poolIds],
    ['SSM', targets],
  ] as const;
  return [
    ...lists.flatMap(([column, values]) => (values ? [among(column, values)] : [])),
    ...resources.flatMap(([service, values]) =>
      values ? [sql`service = ${service} and ${among(raw('resource'), values)}`] : [],
    ),
  ];
}
