import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maintain } from '../../src/store/maintain.ts';
import type { SqlConnection } from '../../src/store/sql.ts';
import { historyDatabase } from '../support/history-database.ts';
import { insert } from '../support/history-records.ts';

const HOUR = 3_600_000;
const NOW = 100 * HOUR;

async function withChanges(number: number, committedAt: (revision: number) => number): Promise<SqlConnection> {
  const connection = await historyDatabase();
  await insert(connection, 'clock', [{ one: 1, store_id: 's', revision: number, stamp: 0 }]);
  await connection.transaction((transaction) =>
    insert(
      transaction,
      'change',
      Array.from({ length: number }, (_, at) => ({
        ...{ revision: at + 1, committed_at: committedAt(at + 1), id: 's', body: 'b' },
      })),
    ),
  );
  return connection;
}

const revisionsIn = async (connection: SqlConnection) =>
  (await connection.all('select revision from change order by revision')).map(({ revision }) => Number(revision));

describe('Maintenance', () => {
  test('deletes changes that are too old or too many, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(40), fc.nat(40), fc.nat(50), async (number, maxChanges, changesAfter) => {
        const connection = await withChanges(number, (revision) => revision);
        await maintain(connection, { now: NOW, databaseNow: String(NOW), changesAfter, maxChanges });
        const all = Array.from({ length: number }, (_, at) => at + 1);
        const kept = all.filter((revision) => revision >= changesAfter && revision > number - maxChanges);
        expect(await revisionsIn(connection)).toEqual(kept);
      }),
      { numRuns: 100 },
    );
  });

  test.each([1_999, 2_000, 2_001, 4_000])('deletes %i changes, whatever the length of a slice', async (old) => {
    const connection = await withChanges(old + 5, (revision) => (revision <= old ? 1 : 10));
    await maintain(connection, { now: NOW, databaseNow: String(NOW), changesAfter: 10, maxChanges: 100_000 });
    expect(await revisionsIn(connection)).toEqual([1, 2, 3, 4, 5].map((behind) => old + behind));
  });

  test('deletes messages after a minute, and the marks of processes after a day', async () => {
    const connection = await withChanges(0, () => 0);
    const message = (stamp: number, sent_at: number) => ({ stamp, sender: 'w', sent_at, kind: 'k', body: 'b' });
    await insert(connection, 'message', [message(1, NOW - 60_001), message(2, NOW - 60_000), message(3, NOW)]);
    const writer = (id: string, committed_at: number) => ({
      ...{ id, number: 1, revision_from: 0, revision_to: 0, committed_at },
    });
    await insert(connection, 'writer', [writer('old', NOW - 24 * HOUR - 1), writer('young', NOW - 24 * HOUR)]);
    await maintain(connection, { now: NOW, databaseNow: String(NOW), changesAfter: 0, maxChanges: 10 });
    expect(await connection.all('select stamp from message order by stamp')).toEqual([{ stamp: 2 }, { stamp: 3 }]);
    expect(await connection.all('select id from writer')).toEqual([{ id: 'young' }]);
  });

  test('deletes the mark of a source that is gone once no replica can be so far behind', async () => {
    const connection = await withChanges(0, () => 0);
    await connection.run('update clock set stamp = 200000');
    const source = (id: string, state: string | null, stamp: number) => ({
      ...{ id, service: 'SSM', account_id: '1', region: 'r', state, stamp },
    });
    await insert(connection, 'source', [
      source('gone long ago', null, 99_999),
      source('gone', null, 100_000),
      source('there', '{}', 1),
    ]);
    await maintain(connection, { now: NOW, databaseNow: String(NOW), changesAfter: 0, maxChanges: 10 });
    expect(await connection.all('select id from source order by id')).toEqual([{ id: 'gone' }, { id: 'there' }]);
  });
});
