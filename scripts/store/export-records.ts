import type { SqlConnection, SqlRow } from '../../src/store/sql.ts';

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

/** JSON objects, or RFC 4180 with a header. */
export type ExportFormat = 'ndjson' | 'csv';

/** Writes all records, a line each, in the order of their ids. @returns their number */
export async function exportRecords(
  sql: Pick<SqlConnection, 'all'>,
  write: (line: string) => void | Promise<void>,
  format: ExportFormat = 'ndjson',
): Promise<number> {
  let exported = 0;
  if (format === 'csv') await write(`${RECORD_COLUMNS.join(',')}\r\n`);
  for (let after = ''; ; ) {
    const rows = await sql.all(
      `select ${RECORD_COLUMNS.join(', ')} from session where id > $1 order by id limit ${PAGE}`,
      [after],
    );
    for (const row of rows) await write(format === 'csv' ? toCsv(row) : `${JSON.stringify(row)}\n`);
    exported += rows.length;
    if (rows.length < PAGE) return exported;
    after = String(rows.at(-1)?.id);
  }
}

function toCsv(row: SqlRow): string {
  return `${RECORD_COLUMNS.map((column) => toCell(row[column] ?? '')).join(',')}\r\n`;
}

/**
 * Text that a spreadsheet would compute, which then has an apostrophe in front.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const COMPUTED = /^[=+\-@\t\r]/;

function toCell(value: string | number): string {
  const text = String(value);
  const cell = COMPUTED.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
