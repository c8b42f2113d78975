import type { SqlConnection } from '../../sql.ts';
import { among, raw, sql, toStatement } from '../../sql-text.ts';
import { RECORD_COLUMNS, toRecord, toSpan } from './record-rows.ts';
import type { SessionRecord, StatusSpan } from './session-record.ts';

/** Returns the spans of records by id, in the order of time; a record without spans is left out. */
export async function selectSpans(
  connection: SqlConnection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly StatusSpan[]>> {
  const { text, params } = toStatement(
    sql`select id, seq, status, from_after, from_before, to_after, to_before from span
      where ${among(raw('id'), ids)} order by id, seq`,
  );
  const byId = Map.groupBy(await connection.all(text, params), ({ id }) => id as string);
  return new Map([...byId].map(([id, rows]) => [id, rows.map(toSpan)]));
}

/** Returns records by the Node ids of their sessions; one that does not exist is left out. */
export async function selectByIds(
  connection: SqlConnection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SessionRecord>> {
  const { text, params } = toStatement(sql`select ${RECORD_COLUMNS} from session where ${among(raw('id'), ids)}`);
  const records = (await connection.all(text, params)).map(toRecord);
  return new Map(records.map((record) => [record.id, record]));
}
