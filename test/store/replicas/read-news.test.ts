import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeedPlace, News } from '../../../src/store/replica-store.ts';
import { readNews } from '../../../src/store/replicas/read-news.ts';
import type { SqlConnection } from '../../../src/store/sql.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { insert } from '../../support/history-records.ts';

const START: FeedPlace = { storeId: 's', revision: 0, stamp: 0 };

async function database(): Promise<SqlConnection> {
  const connection = await historyDatabase();
  await insert(connection, 'clock', [{ one: 1, store_id: 's', revision: 0, stamp: 0 }]);
  return connection;
}

/** Commits some changes, a state of a source and a message, as `commitChanges` and `send` do. */
async function commit(connection: SqlConnection, changes: number, sender: string | null): Promise<void> {
  const [clock] = await connection.all(
    'update clock set revision = revision + $1, stamp = stamp + 1 returning revision, stamp',
    [changes],
  );
  const [revision, stamp] = [Number(clock?.revision), Number(clock?.stamp)];
  await connection.transaction(async (transaction) => {
    for (let at = revision - changes + 1; at <= revision; at += 1)
      await insert(transaction, 'change', [{ revision: at, committed_at: at, id: 'x', body: `change ${at}` }]);
    const source = `source ${stamp % 3}`;
    await transaction.run(
      `insert into source (id, service, account_id, region, state, stamp) values ($1, 'SSM', '1', 'r', $2, $3)
        on conflict (id) do update set state = excluded.state, stamp = excluded.stamp`,
      [source, stamp % 4 === 3 ? null : `state ${stamp}`, stamp],
    );
    if (sender !== null)
      await insert(transaction, 'message', [{ stamp, sender, sent_at: 1, kind: 'k', body: `message ${stamp}` }]);
  });
}

/** Reads until nothing is new. */
async function follow(connection: SqlConnection, from: FeedPlace): Promise<{ place: FeedPlace; news: News[] }> {
  const news: News[] = [];
  for (let place = from; ; ) {
    const next = await readNews(connection, 'me', place);
    if (next === null) return { place, news };
    news.push(next);
    place = { storeId: next.storeId, revision: next.revision, stamp: next.stamp };
  }
}

const commits = fc.array(
  fc.record({
    changes: fc.nat(4),
    sender: fc.constantFrom('me', 'other', null),
    isRead: fc.boolean(),
  }),
  { maxLength: 15 },
);

describe('A replica that follows the others', () => {
  test('reads each change once and in order, the last state of each source, and what others have sent', async () => {
    await fc.assert(
      fc.asyncProperty(commits, async (all) => {
        const connection = await database();
        const [bodies, messages, states] = [[] as string[], [] as string[], new Map<string, string | null>()];
        let place = START;
        const read = async () => {
          const { place: next, news } = await follow(connection, place);
          place = next;
          for (const each of news) {
            bodies.push(...(each.changes ?? []).map(({ body }) => body));
            messages.push(...each.messages.map(({ body }) => body));
            for (const { id, state } of each.sources) states.set(id, state);
          }
        };
        const sent: string[] = [];
        for (const [at, { changes, sender, isRead }] of all.entries()) {
          await commit(connection, changes, sender);
          if (sender === 'other') sent.push(`message ${at + 1}`);
          if (isRead) await read();
        }
        await read();
        const total = all.reduce((sum, { changes }) => sum + changes, 0);
        expect(bodies).toEqual(Array.from({ length: total }, (_, at) => `change ${at + 1}`));
        expect(messages).toEqual(sent);
        const rows = await connection.all('select id, state from source');
        expect(states).toEqual(new Map(rows.map(({ id, state }) => [id, state])));
        expect(place).toEqual({ storeId: 's', revision: total, stamp: all.length });
      }),
      { numRuns: 150 },
    );
  });

  test('reads sources and messages with the last page of changes only, so that none comes before its changes', async () => {
    const connection = await database();
    await commit(connection, 2_500, 'other');
    const { news, place } = await follow(connection, START);
    expect(news.map(({ changes, sources, messages }) => [changes?.length, sources.length, messages.length])).toEqual([
      [1_000, 0, 0],
      [1_000, 0, 0],
      [500, 1, 1],
    ]);
    expect(place).toMatchObject({ revision: 2_500, stamp: 1 });
  });

  test.each([
    ['whose next change is deleted', START, 'delete from change where revision = 1'],
    ['in whose next changes one is missing', START, 'delete from change where revision = 2'],
    ['whose last change is missing', START, 'delete from change where revision = 3'],
    ['of another store', { ...START, storeId: 'restored from a backup' }, 'select 1'],
    ['that is ahead of a store that was reset', { ...START, revision: 4 }, 'select 1'],
  ])('%s begins anew at the current place', async (_title, from, damage) => {
    const connection = await database();
    await commit(connection, 3, null);
    await connection.all(damage);
    expect(await readNews(connection, 'me', from)).toEqual({
      ...{ storeId: 's', revision: 3, stamp: 1 },
      ...{ changes: null, sources: [], messages: [], isAll: false },
    });
  });
});
