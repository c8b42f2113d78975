import type { SqlConnection, SqlValue } from '../sql.ts';
import type { FoldedSession } from './fold-changes.ts';
import { writeRows } from './write-rows.ts';

const CLOSE = (values: string) => `with closed (id, ended_after, ended_before) as (values ${values})
  update span set to_after = closed.ended_after, to_before = closed.ended_before from closed
  where span.id = closed.id and span.to_before is null`;

const ADD = (
  values: string,
) => `with added (id, status, from_after, from_before, to_after, to_before) as (values ${values})
  insert into span (id, seq, status, from_after, from_before, to_after, to_before)
  select id, coalesce((select max(seq) from span where span.id = added.id), 0) + 1, status, from_after, from_before, to_after,
    to_before from added`;

/** Ends and begins spans of one status. */
export async function writeSpans(
  connection: Pick<SqlConnection, 'run'>,
  sessions: readonly FoldedSession[],
): Promise<void> {
  const closed = sessions.flatMap(({ session, closedAt }) =>
    closedAt ? [[session.id, closedAt.after, closedAt.before]] : [],
  );
  await writeRows(connection, closed, CLOSE, ['text', 'bigint', 'bigint']);
  // One span of each session at a time: the rows of a list may be divided among statements, each of which numbers what it adds.
  const most = Math.max(0, ...sessions.map(({ spans }) => spans.length));
  for (let place = 0; place < most; place += 1) {
    await writeRows(connection, spansAt(sessions, place), ADD, [
      'text',
      'text',
      'bigint',
      'bigint',
      'bigint',
      'bigint',
    ]);
  }
}

function spansAt(sessions: readonly FoldedSession[], place: number): readonly (readonly SqlValue[])[] {
  return sessions.flatMap(({ session, spans }) => {
    const span = spans[place];
    if (!span) return [];
    const { status, from, to } = span;
    return [[session.id, status, from.after, from.before, to?.after ?? null, to?.before ?? null]];
  });
}
