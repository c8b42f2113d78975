import type { SqlConnection } from './sql.ts';
import type { Timestamp } from './stored-change.ts';

/** Rows that one statement deletes at most, so that commits need not wait for long. */
const SLICE = 2_000;
const WRITER_MS = 24 * 60 * 60_000;
/** Commits after which the mark of a source that is gone is deleted. */
const TOMBSTONE_COMMITS = 100_000;

/** Bounds of what a store holds beside history. */
export interface MaintenanceLimits {
  readonly now: Timestamp;
  readonly changesAfter: Timestamp;
  readonly maxChanges: number;
}

/** Deletes changes that no client resumes from, and marks that are no longer needed. */
export async function maintain(connection: SqlConnection, { now, changesAfter, maxChanges }: MaintenanceLimits) {
  let deleted: number;
  do {
    deleted = await connection.run(
      `delete from change where revision in (select revision from change where committed_at < $1
        or revision <= (select revision from clock) - $2 order by revision limit ${SLICE})`,
      [changesAfter, maxChanges],
    );
  } while (deleted === SLICE);
  await connection.run('delete from writer where committed_at < $1', [now - WRITER_MS]);
  await connection.run(
    `delete from source where state is null and stamp < (select stamp from clock) - ${TOMBSTONE_COMMITS}`,
  );
}

/**
 * Deletes the oldest ended sessions above a number, with their spans.
 *
 * @param max ended sessions that are kept
 */
export async function deleteOldest(connection: SqlConnection, max: number): Promise<void> {
  const [row] = await connection.all(
    'select count(*) as ended from session where ended_before is not null and is_listed = 0',
  );
  const surplus = Number(row?.ended) - max;
  if (surplus <= 0) return;
  const oldest = `select id from session where ended_before is not null and is_listed = 0
    order by ended_before, id limit ${Math.min(surplus, SLICE)}`;
  await connection.transaction(async (transaction) => {
    await transaction.run(`delete from span where id in (${oldest})`);
    await transaction.run(`delete from session where id in (${oldest})`);
  });
}
