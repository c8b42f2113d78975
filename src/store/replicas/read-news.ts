import type { FeedPlace, News } from '../replica-store.ts';
import type { SqlConnection } from '../sql.ts';

/** Changes that are read at once. */
const PAGE = 1_000;

/**
 * Reads what was committed after a place: changes, states of sources and messages of one moment. Null if nothing was, which is
 * one short statement.
 *
 * @param reader id of this process, whose own messages are left out
 */
export async function readNews(
  connection: SqlConnection,
  reader: string,
  { storeId, revision, stamp }: FeedPlace,
): Promise<News | null> {
  const [now] = await connection.all('select store_id, revision, stamp from clock');
  if (now?.store_id === storeId && now.revision === revision && now.stamp === stamp) return null;
  return connection.transaction(async (transaction) => {
    const [clock] = await transaction.all('select store_id, revision, stamp from clock');
    const place = { storeId: String(clock?.store_id), revision: Number(clock?.revision), stamp: Number(clock?.stamp) };
    const nothing = { sources: [], messages: [] };
    if (place.storeId !== storeId || place.revision < revision) return { ...place, ...nothing, changes: null };
    const rows = await transaction.all(
      `select revision, committed_at, body from change where revision > $1 order by revision limit ${PAGE}`,
      [revision],
    );
    const changes = rows.map((row) => ({
      revision: Number(row.revision),
      committedAt: Number(row.committed_at),
      body: String(row.body),
    }));
    const last = changes.at(-1)?.revision ?? revision;
    if (last - revision !== changes.length || (changes.length < PAGE && last !== place.revision))
      return { ...place, ...nothing, changes: null };
    // The states of sources follow the changes of their scans.
    if (last < place.revision) return { ...place, ...nothing, changes, revision: last, stamp };
    const sources = await transaction.all('select id, state from source where stamp > $1 order by id', [stamp]);
    const messages = await transaction.all(
      'select kind, body from message where stamp > $1 and sender <> $2 order by stamp, sender',
      [stamp, reader],
    );
    return {
      ...place,
      changes,
      sources: sources.map(({ id, state }) => ({ id: String(id), state: state === null ? null : String(state) })),
      messages: messages.map(({ kind, body }) => ({ kind: String(kind), body: String(body) })),
    };
  }, 'snapshot');
}
