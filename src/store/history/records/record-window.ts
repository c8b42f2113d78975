import type { SqlConnection } from '../../sql.ts';
import { allOf, raw, type Sql, sql, toStatement } from '../../sql-text.ts';
import { conditionsOf, type RecordFilter } from './record-filter.ts';
import type { Timestamp } from './session-record.ts';

/**
 * Records of a window of time, as conditions on `session` that exclude each other, so that each is read by an index of its own: a
 * session was there if it started in the window, or had started before and had not ended at its begin. One that lasts is there
 * until now, and not in a window of the future.
 */
export interface RecordWindow {
  /** Started in the window, or in a part of it. */
  started(from?: Timestamp, to?: Timestamp): Sql;
  /** Started before, and ended after the begin of the window. */
  readonly endedLater: Sql;
  /** Started before, and has not ended. */
  readonly lasting: Sql;
  /** All of them as one condition, which selects no index. */
  readonly any: Sql;
  /** Longest time that an ended session took, in milliseconds. */
  readonly longestMs: number;
}

/** Maps a filter to the conditions of its window. */
export async function windowOf(connection: SqlConnection, filter: RecordFilter, now: Timestamp): Promise<RecordWindow> {
  const longestMs = await longest(connection);
  const { from, to } = filter;
  const others = allOf(conditionsOf(filter, now));
  const bounded = sql`ended_before > ${from} and ended_before <= ${from + longestMs}`;
  return {
    started: (partFrom = from, partTo = to) =>
      sql`started_before >= ${partFrom} and started_before < ${partTo} and ${others}`,
    endedLater: sql`${bounded} and started_before < ${from} and ${others}`,
    lasting: from < now ? sql`ended_before is null and started_before < ${from} and ${others}` : raw('false'),
    any: sql`started_before + 0 < ${to} and (started_before + 0 >= ${from} or coalesce(ended_before, ${now}) > ${from}) and ${others}`,
    longestMs,
  };
}

/** Counts the records of a window. @param limit stops counting there */
export async function countWindow(connection: SqlConnection, window: RecordWindow, limit?: number): Promise<number> {
  const { started, endedLater, lasting } = window;
  const each = raw('select 1 as one from session where');
  const most = limit === undefined ? raw('') : sql` limit ${limit}`;
  const { text, params } = toStatement(
    sql`select count(*) as records from (${each} ${started()} union all ${each} ${endedLater} union all ${each} ${lasting}${most}) found`,
  );
  const [row] = await connection.all(text, params);
  return row?.records as number;
}

/** Returns the longest time that an ended session took. An index has the expression. */
async function longest(connection: SqlConnection): Promise<number> {
  const [row] = await connection.all('select max(ended_before - started_before) as longest from session');
  return (row?.longest as number | null) ?? 0;
}
