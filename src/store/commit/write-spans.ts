import type { SqlConnection } from '../sql.ts';
import type { FoldedSession } from './fold-changes.ts';
import { writeRows } from './write-rows.ts';

const CLOSE = (values: string) => `with closed (id, ended_after, ended_before) as (values ${values})
  update span set to_after = closed.ended_after, to_before = closed.ended_before from closed
  where span.id = closed.id and span.to_before is null`;

const ADD = (
  values: string,
) => `with added (id, place, status, from_after, from_before, to_after, to_before) as (values ${values})
  insert into span (id, seq, status, from_after, from_before, to_after, to_before)
  select id, coalesce((select max(seq) from span where span.id = added.id), 0) + place, status, from_after, from_before, to_after,
    to_before from added`;

/** Ends and begins spans of one status. */
export async function writeSpans(
  connection: Pick<SqlConnection, 'run'>,
  sessions: readonly FoldedSession[],
): Promise<void> {
  const closed = sessions.flatMap(({ session, closedAt }) =>
    closedAt ? [[session.id, closedAt.after, closedAt.before]] : [],
  );
  const added = sessions.flatMap(({ session, spans }) =>
    spans.map(({ status, from, to }, index) => [
      session.id,
      index + 1,
      status,
      from.after,
      from.before,
      to?.after ?? null,
      to?.before ?? null,
    ]),
  );
  await writeRows(connection, closed, CLOSE, ['text', 'bigint', 'bigint']);
  await writeRows(connection, added, ADD, ['text', 'bigint', 'text', 'bigint', 'bigint', 'bigint', 'bigint']);
}
