import type { SqlConnection } from '../sql.ts';
import type { Committed, StoreCommit } from '../stored-change.ts';
import { archiveEnded } from './archive-ended.ts';
import { checkLeases } from './check-leases.ts';
import { foldChanges } from './fold-changes.ts';
import { writeRows } from './write-rows.ts';
import { writeSessions } from './write-sessions.ts';
import { writeSources } from './write-sources.ts';
import { writeSpans } from './write-spans.ts';

/** Numbers the changes. Writers wait here for each other, so that revisions are in the order in which they become visible. */
const ADVANCE = 'update clock set revision = revision + $1, stamp = stamp + 1 returning revision, stamp';
const UNDO = 'update clock set revision = revision - $1, stamp = stamp - 1';
const COMMITTED = 'select revision_from, revision_to from writer where id = $1 and number = $2';
const NOTE = `insert into writer (id, number, revision_from, revision_to, committed_at) values ($1, $2, $3, $4, $5)
  on conflict (id) do update set number = excluded.number, revision_from = excluded.revision_from,
    revision_to = excluded.revision_to, committed_at = excluded.committed_at`;
/** Options of the commits of one engine and process. */
export interface CommitOptions {
  /** Id of this process. */
  readonly writer: string;
  /** True if the commit was tried before, and may have been committed. */
  readonly isRepeated: boolean;
  /** Expression of the current time of the database, in milliseconds: replicas have clocks of their own. */
  readonly now: string;
  /** Statement that notifies other processes of the commit; null where there are none. */
  readonly notify: string | null;
}

const CHANGE = (values: string) => `insert into change (revision, committed_at, id, body) values ${values}`;

/**
 * Commits in one transaction: sessions, spans, changes, sources and revision, or nothing of it.
 *
 * @throws FencedError when another process holds a lease of it
 */
export async function commitChanges(
  connection: SqlConnection,
  { writer, isRepeated, now, notify }: CommitOptions,
  commit: StoreCommit,
): Promise<Committed> {
  const { number, committedAt, changes, sources, removedSources, leases = [] } = commit;
  return connection.transaction(async (transaction) => {
    await checkLeases(transaction, writer, leases, now);
    const [clock] = await transaction.all(ADVANCE, [changes.length]);
    const to = Number(clock?.revision);
    const from = to - changes.length;
    const [done] = isRepeated ? await transaction.all(COMMITTED, [writer, number]) : [];
    if (done) {
      await transaction.run(UNDO, [changes.length]);
      return { from: Number(done.revision_from), to: Number(done.revision_to) };
    }
    await transaction.run(NOTE, [writer, number, from, to, committedAt]);
    for (const sessions of foldChanges(changes, from)) {
      await archiveEnded(transaction, sessions);
      await writeSessions(transaction, sessions);
      await writeSpans(transaction, sessions);
    }
    const bodies = changes.flatMap(({ session, body }, index) =>
      body === null ? [] : [[from + index + 1, committedAt, session.id, body]],
    );
    await writeRows(transaction, bodies, CHANGE);
    await writeSources(transaction, sources, removedSources, Number(clock?.stamp));
    if (notify) await transaction.all(notify);
    return { from, to };
  });
}
