import type { Statement } from '../sql-text.ts';
import type { FoldedSession } from './fold-changes.ts';
import { rowStatements } from './write-rows.ts';

/** Id of the record of an ended session whose id another one has now: with its times, which no two of them share. */
const ARCHIVED = `session.id || '~' || cast(session.started_before as text) || '~' || cast(session.ended_before as text)`;

const ARCHIVE_SPANS = (values: string) => `with anew (id) as (values ${values})
  update span set id = ${ARCHIVED} from session
  where span.id = session.id and session.ended_before is not null and session.id in (select id from anew)`;
const ARCHIVE = (values: string) => `with anew (id) as (values ${values})
  update session set id = ${ARCHIVED}, is_listed = 0, body = null
  where ended_before is not null and id in (select id from anew)`;

/** Makes statements that give the records of ended sessions ids of their own, where another session has begun with the same one. */
export function archiveStatements(sessions: readonly FoldedSession[]): readonly Statement[] {
  const ids = sessions.filter(({ isAnew }) => isAnew).map(({ session }) => [session.id]);
  return [...rowStatements(ids, ARCHIVE_SPANS, ['text']), ...rowStatements(ids, ARCHIVE, ['text'])];
}
