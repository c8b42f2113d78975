import { yieldToEventLoop } from '../paging/event-loop.ts';
import type { SqlConnection, SqlRow, SqlValue } from './sql.ts';
import type { RestoreLimits } from './store.ts';
import type { Timestamp } from './stored-change.ts';

/** Change of the change log, as it was committed. */
export interface RestoredChange {
  readonly revision: number;
  readonly committedAt: Timestamp;
  readonly body: string;
}

/** Session that has ended, and is no longer in the live index. */
export interface RestoredEnd {
  readonly id: string;
  readonly firstSeenAt: Timestamp;
  readonly status: string;
  readonly endedAt: Timestamp;
}

/** State from which live sessions start: the live index, the change buffer and the sources as last committed. */
export interface Restored {
  readonly revision: number;
  /** Number of commits. */
  readonly stamp: number;
  /** Sessions of the live index. */
  readonly sessions: readonly { readonly body: string; readonly hasEnded: boolean }[];
  /** The latest changes, oldest first, up to `revision` without a gap. */
  readonly changes: readonly RestoredChange[];
  readonly sources: readonly string[];
  readonly ended: readonly RestoredEnd[];
}

export const NOTHING_RESTORED: Restored = { revision: 0, stamp: 0, sessions: [], changes: [], sources: [], ended: [] };

/** Rows of one statement. */
const PAGE = 1_000;

/** Reads everything in one transaction, page by page. */
export function restore(connection: SqlConnection, limits: RestoreLimits): Promise<Restored> {
  return connection.transaction(async (transaction) => {
    const [clock] = await transaction.all('select revision, stamp from clock');
    const revision = Number(clock?.revision);
    const [first, last] = sourceRange(limits.unit);
    const sessions = await pages(transaction, '', (after) => [
      `select id, body, ended_before from session where is_listed = 1 and body is not null and id > $1
        and source_id >= $2 and source_id <= $3 order by id limit ${PAGE}`,
      [after, first, last],
    ]);
    const changes = await pages(transaction, Math.max(0, revision - limits.maxChanges), (after) => [
      `select revision as id, committed_at, body from change where revision > $1 and committed_at >= $2
        order by revision limit ${PAGE}`,
      [after, limits.changesAfter],
    ]);
    const sources = await transaction.all(
      'select state from source where state is not null and id >= $1 and id <= $2 order by id',
      [first, last],
    );
    const ended = await transaction.all(
      `select id, first_seen_at, status, ended_before from session where ended_before is not null and is_listed = 0
        and source_id >= $2 and source_id <= $3 order by ended_before desc limit $1`,
      [limits.maxEnded, first, last],
    );
    return {
      revision,
      stamp: Number(clock?.stamp),
      sessions: sessions.map(({ body, ended_before }) => ({ body: String(body), hasEnded: ended_before !== null })),
      changes: withoutGap(changes.map(toChange), revision),
      sources: sources.map(({ state }) => String(state)),
      ended: ended.toReversed().map((row) => ({
        id: String(row.id),
        firstSeenAt: Number(row.first_seen_at),
        status: String(row.status),
        endedAt: Number(row.ended_before),
      })),
    };
  }, 'snapshot');
}

/**
 * Returns the first and last id of the sources of a unit. An id is the path of a source as JSON, so that those of a unit begin with
 * its own: `["SSM 123"]`, `["SSM 123","i-1"]`.
 */
function sourceRange(unit: string | undefined): readonly [first: string, last: string] {
  if (unit === undefined) return ['', '\u{10FFFF}'];
  return [`${unit.slice(0, -1)},`, unit];
}

function toChange({ id, committed_at, body }: SqlRow): RestoredChange {
  return { revision: Number(id), committedAt: Number(committed_at), body: String(body) };
}

/** Reads rows in the order of their column `id`. */
async function pages<Key extends SqlValue>(
  connection: SqlConnection,
  start: Key,
  statementOf: (after: Key) => readonly [text: string, params: readonly SqlValue[]],
): Promise<readonly SqlRow[]> {
  const rows: SqlRow[] = [];
  for (let after = start; ; ) {
    const page = await connection.all(...statementOf(after));
    rows.push(...page);
    if (page.length < PAGE) return rows;
    after = page.at(-1)?.id as Key;
    await yieldToEventLoop();
  }
}

/** Returns the changes after the last gap: clients resume where all that follows is known. */
function withoutGap(changes: readonly RestoredChange[], revision: number): readonly RestoredChange[] {
  const expected = (index: number) => revision - (changes.length - 1 - index);
  const start = changes.findLastIndex((change, index) => change.revision !== expected(index)) + 1;
  return changes.slice(start);
}
