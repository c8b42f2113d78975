import type { SqlConnection, SqlRow } from '../../sql.ts';
import { join, raw, type Sql, sql, toStatement } from '../../sql-text.ts';
import { type RecordWindow, windowOf } from '../records/record-window.ts';
import type { Timestamp } from '../records/session-record.ts';
import type { Buckets } from './buckets.ts';
import { type Dimensions, dimensionsOf, type UsageQuery } from './usage-query.ts';

/** Statements of usage over the records of one window: see `usage.ts` for what is made of their rows. */
export interface UsageSelection {
  /** Counts series, up to a limit. */
  countSeries(limit: number): Promise<number>;
  /**
   * Per series and bucket: `change` of the number of sessions, `moment` (changes times milliseconds from the begin of the bucket),
   * `peak` after any change, and `started`. Only buckets with a change have a row.
   *
   * @param what sessions, or times in which their users were connected
   */
  levels(what: 'sessions' | 'connected'): Promise<readonly SqlRow[]>;
  /** Per series and bucket: `change` of the number of distinct users, and `first`: those whose first bucket it is. */
  users(): Promise<readonly SqlRow[]>;
}

/** @param now current time, to which lasting sessions are counted */
export async function usageSelection(
  connection: SqlConnection,
  { filter, by }: UsageQuery,
  buckets: Buckets,
  now: Timestamp,
): Promise<UsageSelection> {
  const window = await windowOf(connection, filter, now);
  const dimensions = dimensionsOf(by);
  const { from, to } = filter;
  const sessions = inside(window, { dimensions, from, now });
  const select = (statement: Sql) => {
    const { text, params } = toStatement(sql`with ${statement}`);
    return connection.all(text, params);
  };

  return {
    async countSeries(limit) {
      if (by.length === 0) return 1;
      const names = raw(dimensions.names.join(', '));
      const [row] = await select(
        sql`${sessions} select count(*) as series from (select distinct ${names} from inside limit ${limit}) found`,
      );
      return row?.series as number;
    },
    levels(what) {
      const times = what === 'sessions' ? sessions : sql`${sessions}, ${connected({ dimensions, from, to, now })}`;
      const name = what === 'sessions' ? 'inside' : 'connected';
      return select(sql`${times}, ${levels(name, { dimensions, from, to, buckets })}`);
    },
    users: () => select(sql`${sessions}, ${users({ dimensions, to, buckets })}`),
  };
}

interface Window {
  readonly dimensions: Dimensions;
  readonly from: Timestamp;
  readonly to: Timestamp;
  readonly buckets: Buckets;
  readonly now: Timestamp;
}

/** Sessions of the window with their dimensions and their times: `begin` not before the window, `finish`, whether they `started` in it. */
function inside(
  { started, endedLater, lasting }: RecordWindow,
  { dimensions, from, now }: Pick<Window, 'dimensions' | 'from' | 'now'>,
): Sql {
  const columns = raw([...new Set(['id', 'user_name', ...dimensions.names])].join(', '));
  const select = (condition: Sql) =>
    sql`select ${columns}, case when started_before < ${from} then ${from} else started_before end as begin_at,
      coalesce(ended_before, ${now}) as end_at, case when started_before < ${from} then 0 else 1 end as started
      from session where ${condition}`;
  return sql`inside as materialized (${join([started(), endedLater, lasting].map(select), ' union all ')})`;
}

/** Times of sessions of the window in which their users were connected. */
function connected({ dimensions, from, to, now }: Omit<Window, 'buckets'>): Sql {
  const columns = join(
    dimensions.names.map((name) => raw(`inside.${name}, `)),
    '',
  );
  return sql`connected as materialized (select ${columns}
    case when span.from_before < ${from} then ${from} else span.from_before end as begin_at,
    coalesce(span.to_before, ${now}) as end_at, 0 as started
    from inside join span on span.id = inside.id
    where span.status = 'CONNECTED' and span.from_before < ${to} and coalesce(span.to_before, ${now}) > ${from})`;
}

/**
 * Numbers of what lasts: one up at each begin, one down at each end, in the order of time. What ends at a moment is not there any
 * more when something else begins at it; its end belongs to the bucket before that moment.
 */
function levels(name: string, { dimensions, from, to, buckets }: Omit<Window, 'now'>): Sql {
  const { columns, partition, group } = dimensions;
  const table = raw(name);
  const inBucket = raw('moment_at');
  return sql`change as (
      select ${columns}begin_at as at, begin_at as moment_at, case when end_at > begin_at then 1 else 0 end as step, started from ${table}
      union all
      select ${columns}end_at as at, end_at - 1 as moment_at, -1 as step, 0 as started from ${table}
        where end_at > begin_at and end_at > ${from} and end_at < ${to}),
    level as (select ${columns}at, moment_at, step, started,
      sum(step) over (${partition()} order by at, step rows unbounded preceding) as level from change)
    select ${columns}bucket, sum(step) as change, cast(sum(step * (at - begin_of)) as bigint) as moment, max(level) as peak,
      sum(started) as started
    from (select ${columns}at, step, started, level, ${buckets.numberOf(inBucket)} as bucket, ${buckets.beginOf(inBucket)} as begin_of
      from level) counted
    ${group('bucket')}`;
}

/**
 * Distinct users: the buckets that a session adds to those of the same user's earlier sessions are counted once, one up at the
 * first of them and one down behind the last.
 */
function users({ dimensions, to, buckets }: Pick<Window, 'dimensions' | 'to' | 'buckets'>): Sql {
  const { columns, partition, group } = dimensions;
  const owner = dimensions.names.includes('user_name') ? [] : ['user_name'];
  const last = sql`case when end_at > ${to} then ${to - 1} when end_at > begin_at then end_at - 1 else begin_at end`;
  const ownerColumn = raw(owner.map((name) => `${name}, `).join(''));
  return sql`used as (select ${columns}${ownerColumn}${buckets.numberOf(raw('begin_at'))} as first_bucket, ${buckets.numberOf(last)} as last_bucket
      from inside where user_name is not null and end_at >= begin_at),
    known as (select ${columns}first_bucket, last_bucket, max(last_bucket) over (${partition(...owner)}
      order by first_bucket, last_bucket rows between unbounded preceding and 1 preceding) as known_bucket from used),
    added as (select ${columns}case when known_bucket >= first_bucket then known_bucket + 1 else first_bucket end as first_bucket, last_bucket,
        case when known_bucket is null then 1 else 0 end as first
      from known where known_bucket is null or last_bucket > known_bucket)
    select ${columns}bucket, sum(step) as change, sum(first) as first from (
      select ${columns}first_bucket as bucket, 1 as step, first from added
      union all select ${columns}last_bucket + 1 as bucket, -1 as step, 0 as first from added) counted
    ${group('bucket')}`;
}
