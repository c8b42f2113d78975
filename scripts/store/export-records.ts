import type { SqlConnection } from '../../src/store/sql.ts';

/** Columns of a record; what AWS lists of a session besides them is not exported. */
export const RECORD_COLUMNS = [
  'id',
  'service',
  'account_id',
  'region',
  'session_id',
  'user_name',
  'fleet_name',
  'stack_name',
  'pool_id',
  'target',
  'instance_id',
  'status',
  'started_at',
  'started_after',
  'started_before',
  'first_seen_at',
  'last_seen_at',
  'ended_after',
  'ended_before',
  'end_reason',
  'connections',
];

const PAGE = 1_000;

/** Writes all records as lines of JSON, in the order of their ids. @returns their number */
export async function exportRecords(
  sql: Pick<SqlConnection, 'all'>,
  write: (line: string) => void | Promise<void>,
): Promise<number> {
  let exported = 0;
  for (let after = ''; ; ) {
    const rows = await sql.all(
      `select ${RECORD_COLUMNS.join(', ')} from session where id > $1 order by id limit ${PAGE}`,
      [after],
    );
    for (const row of rows) await write(`${JSON.stringify(row)}\n`);
    exported += rows.length;
    if (rows.length < PAGE) return exported;
    after = String(rows.at(-1)?.id);
  }
}
