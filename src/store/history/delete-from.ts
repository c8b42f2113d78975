import type { SqlConnection } from '../sql.ts';
import { among, raw, sql, toStatement } from '../sql-text.ts';

/** Deletes the rows of some sessions from a table. @returns the number of rows */
export function deleteFrom(
  connection: SqlConnection,
  table: 'session' | 'span',
  ids: readonly string[],
): Promise<number> {
  const { text, params } = toStatement(sql`delete from ${raw(table)} where ${among(raw('id'), ids)}`);
  return connection.run(text, params);
}
