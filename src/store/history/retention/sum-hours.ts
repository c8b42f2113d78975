import type { SqlConnection, SqlValue } from '../../sql.ts';
import type { Timestamp } from '../records/session-record.ts';
import { DAY_MS, HOUR_MS } from '../usage/buckets.ts';
import { summedUntil } from '../usage/hour-sums.ts';
import { readUsage, type Usage, type UsageSeries } from '../usage/usage.ts';
import type { UsageDimension } from '../usage/usage-query.ts';

/** Dimensions of the sums. */
const BY: readonly UsageDimension[] = ['SERVICE', 'ACCOUNT', 'REGION', 'RESOURCE'];

const ADD = `insert into usage_hour (hour, service, account_id, region, resource, sessions_started, session_ms, connected_ms,
    peak_concurrent, peak_connected, distinct_users, observed_ms)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0) on conflict do nothing`;
const SET_UNTIL = `insert into summed (one, until_at) values (1, $1)
  on conflict (one) do update set until_at = excluded.until_at where summed.until_at < excluded.until_at`;

/**
 * Sums up the next hours whose records are to be deleted: at most a day in one transaction.
 *
 * @param until full hour up to which hours are summed up
 * @param earliest hours before are not summed up, as sums are not stored for so long
 * @returns false once there is nothing left to sum up
 */
export async function sumNextHours(
  connection: SqlConnection,
  { until, earliest, now }: { readonly until: Timestamp; readonly earliest: Timestamp; readonly now: Timestamp },
): Promise<boolean> {
  const summed = await summedUntil(connection);
  const from = Math.max(summed || ((await firstHour(connection)) ?? until), earliest);
  if (from >= until) {
    if (summed < until) await connection.run(SET_UNTIL, [until]);
    return false;
  }
  const to = Math.min(until, from + DAY_MS);
  await connection.transaction(async (transaction) => {
    const query = { filter: { from, to }, interval: 'HOUR', by: BY } as const;
    // Sums before this window are those of records, which are all there yet.
    const usage = (await readUsage(transaction, query, now, { maxPoints: Number.MAX_SAFE_INTEGER })) as Usage;
    for (const series of usage.series) {
      for (const row of await rowsOf(series, usage)) await transaction.run(ADD, row);
    }
    await transaction.run(SET_UNTIL, [to]);
  });
  return to < until;
}

async function rowsOf({ key, sessions, connected, users }: UsageSeries, { buckets }: Usage): Promise<SqlValue[][]> {
  const { milliseconds, peaks } = await connected();
  const distinct = (await users()).buckets;
  return buckets.begins.flatMap((hour, at) => {
    const isUsed = (sessions.milliseconds[at] as number) > 0 || (sessions.started[at] as number) > 0;
    if (!isUsed) return [];
    const row = [
      ...[hour, ...key.map((value) => value ?? '')],
      ...[sessions.started[at], sessions.milliseconds[at], milliseconds[at], sessions.peaks[at], peaks[at]],
      distinct[at],
    ];
    return [row as SqlValue[]];
  });
}

/** Returns the hour of the first record; null if there is none. */
async function firstHour(connection: SqlConnection): Promise<Timestamp | null> {
  const [row] = await connection.all('select min(started_before) as first from session');
  const first = row?.first as number | null | undefined;
  return first === null || first === undefined ? null : Math.floor(first / HOUR_MS) * HOUR_MS;
}
