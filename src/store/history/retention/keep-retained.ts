import type { Clock } from '../../../aws/clock.ts';
import type { Log } from '../../../log/log.ts';
import type { SqlConnection } from '../../sql.ts';
import type { Timestamp } from '../records/session-record.ts';
import { HOUR_MS } from '../usage/buckets.ts';

/** Time from the start of the process to the first deletion, which then does not slow the start. Milliseconds. */
const FIRST_MS = 60_000;
/** Time between two deletions where no history is stored. Milliseconds. */
const WITHOUT_HISTORY_MS = 60_000;

export interface RetentionSchedule {
  readonly connection: SqlConnection;
  /** Schedules deletions, and yields between two slices. */
  readonly clock: Clock;
  readonly wall: () => Timestamp;
  readonly historyDays: number;
  readonly usageDays: number;
  readonly log: Log;
}

/**
 * Deletes what is stored for too long, once an hour.
 *
 * @returns a function that stops it after the slice in progress
 */
export function keepRetained({
  connection,
  clock,
  wall,
  historyDays,
  usageDays,
  log,
}: RetentionSchedule): () => Promise<void> {
  let isClosed = false;
  let cancel = clock.schedule(run, FIRST_MS);
  let running: Promise<void> = Promise.resolve();

  function run(): void {
    running = once();
  }

  async function once(): Promise<void> {
    try {
      const { retain } = await import('./retain.ts');
      const pause = () => new Promise<boolean>((resolve) => clock.schedule(() => resolve(isClosed), 0));
      const records = await retain(connection, { now: wall(), historyDays, usageDays, pause });
      if (records > 0) log.info({ records }, 'deleted old records of sessions');
    } catch (err) {
      if (!isClosed) log.warn({ err }, 'old records of sessions cannot be deleted now');
    }
    if (!isClosed) cancel = clock.schedule(run, historyDays === 0 ? WITHOUT_HISTORY_MS : HOUR_MS);
  }

  return async () => {
    isClosed = true;
    cancel();
    await running;
  };
}
