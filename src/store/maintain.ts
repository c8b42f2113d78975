import type { SqlConnection } from './sql.ts';
import type { Timestamp } from './stored-change.ts';

/** Rows that one statement deletes at most, so that commits need not wait for long. */
const SLICE = 2_000;
const WRITER_MS = 24 * 60 * 60_000;
const MESSAGE_MS = 60_000;
/** Commits after which the mark of a source that is gone is deleted. */
const TOMBSTONE_COMMITS = 100_000;

/** Bounds of what a store holds beside history. */
export interface MaintenanceLimits {
  readonly now: Timestamp;
  /** Expression of the database's time, by which messages are dated: the clock of one process must not delete those of others. */
  readonly databaseNow: string;
  readonly changesAfter: Timestamp;
  readonly maxChanges: number;
}

/** Deletes changes that no client resumes from, and marks that are no longer needed. */
export async function maintain(
  connection: SqlConnection,
  { now, databaseNow, changesAfter, maxChanges }: MaintenanceLimits,
) {
  let deleted: number;
  do {
    deleted = await connection.run(
      `delete from change where revision in (select revision from change where committed_at < $1
        or revision <= (select revision from clock) - $2 order by revision limit ${SLICE})`,
      [changesAfter, maxChanges],
    );
  } while (deleted === SLICE);
  await connection.run(`delete from message where sent_at < ${databaseNow} - ${MESSAGE_MS}`);
  await connection.run('delete from writer where committed_at < $1', [now - WRITER_MS]);
  await connection.run(
    `delete from source where state is null and stamp < (select stamp from clock) - ${TOMBSTONE_COMMITS}`,
  );
}
