import { runAll } from '../run-all.ts';
import type { SqlConnection } from '../sql.ts';
import type { Statement } from '../sql-text.ts';
import type { Committed, StoreCommit, StoredChange, Timestamp } from '../stored-change.ts';
import { archiveStatements } from './archive-ended.ts';
import { checkLeases } from './check-leases.ts';
import { foldChanges } from './fold-changes.ts';
import { rowStatements } from './write-rows.ts';
import { sessionStatements } from './write-sessions.ts';
import { sourceStatements } from './write-sources.ts';
import { spanStatements } from './write-spans.ts';

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
    // Sent together, and executed in this order.
    const [, [clock]] = await Promise.all([
      checkLeases(transaction, writer, leases, now),
      transaction.all(ADVANCE, [changes.length]),
    ]);
    const to = Number(clock?.revision);
    const from = to - changes.length;
    const [done] = isRepeated ? await transaction.all(COMMITTED, [writer, number]) : [];
    if (done) {
      await transaction.run(UNDO, [changes.length]);
      return { from: Number(done.revision_from), to: Number(done.revision_to) };
    }
    await runAll(transaction, [
      { text: NOTE, params: [writer, number, from, to, committedAt] },
      ...changeStatements(changes, { from, committedAt }),
      ...sourceStatements(sources, removedSources, Number(clock?.stamp)),
      ...(notify ? [{ text: notify, params: [] }] : []),
    ]);
    return { from, to };
  });
}

/** Makes statements that write sessions, spans and changes. @param place revision before the changes, and time of the commit */
function changeStatements(
  changes: readonly StoredChange[],
  { from, committedAt }: { readonly from: number; readonly committedAt: Timestamp },
): readonly Statement[] {
  const folded = foldChanges(changes, from).flatMap((sessions) => [
    ...archiveStatements(sessions),
    ...sessionStatements(sessions),
    ...spanStatements(sessions),
  ]);
  const bodies = changes.flatMap(({ session, body }, index) =>
    body === null ? [] : [[from + index + 1, committedAt, session.id, body]],
  );
  return [...folded, ...rowStatements(bodies, CHANGE)];
}
