import type { SqlConnection } from '../../sql.ts';
import { deleteFrom } from '../delete-from.ts';
import type { Timestamp } from '../records/session-record.ts';
import { DAY_MS, HOUR_MS } from '../usage/buckets.ts';
import { sumNextHours } from './sum-hours.ts';

/** Rows that one statement deletes at most: others need not wait for long in between. */
const SLICE = 500;

export interface RetentionOptions {
  readonly now: Timestamp;
  /** `GATEWAY_HISTORY_DAYS`; 0: all that ended is deleted, and not summed up. @default Infinity */
  readonly historyDays?: number;
  /** `GATEWAY_USAGE_DAYS`. @default Infinity */
  readonly usageDays?: number;
  /** Ended sessions that are stored at most, the latest. @default Infinity */
  readonly maxEnded?: number;
  /** Called between two slices; returns true to stop. */
  readonly pause?: () => Promise<boolean>;
}

/**
 * Deletes the records of sessions that ended too long ago, after their hours were summed up, and sums and coverage that are older
 * than they are stored.
 *
 * @returns the number of records that it deleted
 */
export async function retain(connection: SqlConnection, options: RetentionOptions): Promise<number> {
  const { now, historyDays = Infinity, usageDays = Infinity, maxEnded = Infinity } = options;
  const { pause = async () => false } = options;
  const hour = (time: Timestamp) => Math.floor(time / HOUR_MS) * HOUR_MS;
  const earliest = hour(now - usageDays * DAY_MS);
  const oldest = Math.max(now - historyDays * DAY_MS, await surplusUntil(connection, maxEnded));
  const until = historyDays === 0 ? now : hour(oldest);
  if (until <= 0) return 0;
  const isSummedUp = historyDays > 0;
  let isStopped = false;
  while (isSummedUp && !isStopped && (await sumNextHours(connection, { until, earliest, now })))
    isStopped = await pause();

  let deleted = 0;
  for (let slice = SLICE; slice === SLICE && !isStopped; isStopped = await pause()) {
    const records = await deleteRecords(connection, until);
    slice = records.found;
    deleted += records.deleted;
  }
  for (const statement of usageDays === Infinity ? [] : [OLD_SUMS, OLD_COVERAGE]) {
    for (let slice = SLICE; slice === SLICE && !isStopped; isStopped = await pause())
      slice = await connection.run(statement, [earliest]);
  }
  return deleted;
}

const OLD_SUMS = `delete from usage_hour where (hour, service, account_id, region, resource) in
  (select hour, service, account_id, region, resource from usage_hour where hour < $1 limit ${SLICE})`;
const OLD_COVERAGE = `delete from observed where (source_id, from_at) in
  (select source_id, from_at from observed where to_at < $1 limit ${SLICE})`;

/** Selects records of sessions that ended before a time, and that AWS no longer lists. */
const OLD = `select id from session where ended_before < $1 and is_listed = 0 order by ended_before limit ${SLICE}`;

/** Deletes some records. Replicas may find the same ones: each is deleted once, with its spans. */
async function deleteRecords(connection: SqlConnection, until: Timestamp) {
  return connection.transaction(async (transaction) => {
    const ids = (await transaction.all(OLD, [until])).map(({ id }) => id as string);
    await deleteFrom(transaction, 'span', ids);
    return { found: ids.length, deleted: await deleteFrom(transaction, 'session', ids) };
  });
}

/** Returns the time up to which sessions ended that are more than are stored; 0 if none are. */
async function surplusUntil(connection: SqlConnection, maxEnded: number): Promise<Timestamp> {
  if (maxEnded === Infinity) return 0;
  const [row] = await connection.all(
    'select ended_before from session where ended_before is not null order by ended_before desc limit 1 offset $1',
    [maxEnded],
  );
  const endedAt = row?.ended_before as number | undefined;
  // Of the hour in which it ended, all are deleted: sums are of full hours.
  return endedAt === undefined ? 0 : endedAt + HOUR_MS;
}
