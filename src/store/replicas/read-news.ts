import type { FeedPlace, News } from '../replica-store.ts';
import type { SqlConnection, SqlRow } from '../sql.ts';

/** Changes that are read at once. */
const PAGE = 1_000;

/**
 * Reads one moment by one statement: where the store is, the changes after a revision, and what has a later stamp. Tables without an
 * index of the stamp are not read while nothing has a later one.
 */
const NEWS = `select 'clock' as part, revision as number, stamp as at, store_id as name, cast(null as text) as body from clock
  union all select 'change', revision, committed_at, null, body from
    (select revision, committed_at, body from change where revision > $1 order by revision limit ${PAGE}) as later
  union all select 'source', stamp, null, id, state from source where stamp > $2 and (select stamp from clock) > $2
  union all select 'message', stamp, null, kind, body from message where stamp > $2 and sender <> $3
  order by part, number, name`;

/**
 * Reads what was committed after a place: changes, states of sources and messages of one moment. Null if nothing was.
 *
 * @param reader id of this process, whose own messages are left out
 */
export async function readNews(
  connection: Pick<SqlConnection, 'all'>,
  reader: string,
  { storeId, revision, stamp }: FeedPlace,
): Promise<News | null> {
  const rows = await connection.all(NEWS, [revision, stamp, reader]);
  const part = (name: string) => rows.filter((row) => row.part === name);
  const [clock] = part('clock');
  const now = { storeId: String(clock?.name), revision: Number(clock?.number), stamp: Number(clock?.at) };
  if (now.storeId === storeId && now.revision === revision && now.stamp === stamp) return null;
  const nothing = { sources: [], messages: [], isAll: false };
  if (now.storeId !== storeId || now.revision < revision) return { ...now, ...nothing, changes: null };
  const changes = part('change').map(toChange);
  const last = changes.at(-1)?.revision ?? revision;
  if (last - revision !== changes.length || (changes.length < PAGE && last !== now.revision))
    return { ...now, ...nothing, changes: null };
  // The states of sources follow the changes of their scans.
  if (last < now.revision) return { ...now, ...nothing, changes, revision: last, stamp };
  return {
    ...now,
    changes,
    sources: part('source').map(({ name, body }) => ({ id: String(name), state: body === null ? null : String(body) })),
    messages: part('message').map(({ name, body }) => ({ kind: String(name), body: String(body) })),
    isAll: true,
  };
}

function toChange({ number, at, body }: SqlRow) {
  return { revision: Number(number), committedAt: Number(at), body: String(body) };
}
