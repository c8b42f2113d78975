import type { SqlValue } from '../sql.ts';
import type { Statement } from '../sql-text.ts';
import type { FoldedSession } from './fold-changes.ts';
import { rowStatements } from './write-rows.ts';

/** Ends the last span of each session, if it is open. By its whole key: PostgreSQL reads all spans otherwise, until it has counted them. */
const CLOSE = (values: string) => `with closed (id, ended_after, ended_before) as (values ${values})
  update span set to_after = closed.ended_after, to_before = closed.ended_before from closed
  where span.id = closed.id and span.seq = (select max(seq) from span as latest where latest.id = closed.id)
    and span.to_before is null`;

const ADD = (
  values: string,
) => `with added (id, status, from_after, from_before, to_after, to_before) as (values ${values})
  insert into span (id, seq, status, from_after, from_before, to_after, to_before)
  select id, coalesce((select max(seq) from span where span.id = added.id), 0) + 1, status, from_after, from_before, to_after,
    to_before from added`;

const ADDED = ['text', 'text', 'bigint', 'bigint', 'bigint', 'bigint'];

/** Makes statements that end and begin spans of one status. */
export function spanStatements(sessions: readonly FoldedSession[]): readonly Statement[] {
  const closed = sessions.flatMap(({ session, closedAt }) =>
    closedAt ? [[session.id, closedAt.after, closedAt.before]] : [],
  );
  // One span of each session at a time: the rows of a list may be divided among statements, each of which numbers what it adds.
  const most = Math.max(0, ...sessions.map(({ spans }) => spans.length));
  const added = Array.from({ length: most }, (_, place) => rowStatements(spansAt(sessions, place), ADD, ADDED));
  return [...rowStatements(closed, CLOSE, ['text', 'bigint', 'bigint']), ...added.flat()];
}

function spansAt(sessions: readonly FoldedSession[], place: number): readonly (readonly SqlValue[])[] {
  return sessions.flatMap(({ session, spans }) => {
    const span = spans[place];
    if (!span) return [];
    const { status, from, to } = span;
    return [[session.id, status, from.after, from.before, to?.after ?? null, to?.before ?? null]];
  });
}
