import { describe, expect, test } from 'vitest';
import { runAll } from '../../src/store/run-all.ts';
import type { SqlConnection } from '../../src/store/sql.ts';
import { emptyDatabases } from '../support/empty-databases.ts';

const STATEMENTS = [1, 2, 3].map((value) => ({ text: 'insert into t (a) values ($1)', params: [value] }));
const WRONG = { text: 'insert into missing (a) values ($1)', params: [0] };

/** Connection that notes what was sent, and answers when it is told to. */
function slowConnection() {
  const sent: unknown[] = [];
  const answers: (() => void)[] = [];
  const run: SqlConnection['run'] = (_text, params) => {
    sent.push(params?.[0]);
    return new Promise((resolve) => answers.push(() => resolve(1)));
  };
  return { sent, run, answer: () => answers.shift()?.() };
}

describe('Statements of a list', () => {
  test('wait for each other', async () => {
    const { sent, run, answer } = slowConnection();
    const all = runAll({ run }, STATEMENTS);
    for (const expected of [[1], [1, 2], [1, 2, 3]]) {
      await expect.poll(() => sent).toEqual(expected);
      answer();
    }
    await all;
  });

  test('do not where the transaction is pipelined', async () => {
    const { sent, run, answer } = slowConnection();
    const all = runAll({ run, isPipelined: true }, STATEMENTS);
    expect(sent).toEqual([1, 2, 3]);
    for (const _ of STATEMENTS) answer();
    await all;
  });

  describe.each(emptyDatabases)('of $name', ({ open, missing }) => {
    test.skipIf(missing !== null)('are executed in their order', async () => {
      const connection = await open();
      await connection.run('create table t (a integer)');
      const doubled = { text: 'update t set a = a * 2 where a > $1', params: [1] };
      await connection.transaction((transaction) => runAll(transaction, [...STATEMENTS, doubled, ...STATEMENTS]));
      const rows = await connection.all('select a from t order by a');
      expect(rows.map(({ a }) => a)).toEqual([1, 1, 2, 3, 4, 6]);
    });

    test.skipIf(missing !== null)(
      'leave nothing where one fails, whose error is thrown; the next are executed',
      async () => {
        const connection = await open();
        await connection.run('create table t (a integer)');
        const failed = connection.transaction((transaction) =>
          runAll(transaction, [...STATEMENTS, WRONG, ...STATEMENTS]),
        );
        await expect(failed).rejects.toThrow(/missing/);
        expect(await connection.all('select a from t')).toEqual([]);
        await connection.transaction((transaction) => runAll(transaction, STATEMENTS));
        expect(await connection.all('select a from t')).toHaveLength(3);
      },
    );
  });
});
