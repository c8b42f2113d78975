import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileConnection } from '../../../src/store/sqlite/file-connection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function open() {
  const path = join(temporaryFolder(), 'a.db');
  const opened = await fileConnection(path);
  await opened.connection.run('create table t (a integer primary key)');
  return { path, ...opened };
}

const insert = 'insert into t values ($1)';

describe('A database in a worker', () => {
  test('answers each statement with its own result, in whatever number they are sent', async () => {
    const { connection, close } = await open();
    const numbers = Array.from({ length: 300 }, (_, number) => number);
    const answers = await Promise.all(
      numbers.map(async (number) => {
        await connection.run(insert, [number]);
        return (await connection.all('select a from t where a = $1', [number]))[0]?.a;
      }),
    );
    expect(answers).toEqual(numbers);
    await close();
  });

  test('rejects the statement that failed, with its code, and no other', async () => {
    const { connection, close } = await open();
    const all = await Promise.allSettled([1, 1, 2].map((number) => connection.run(insert, [number])));
    expect(all).toMatchObject([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: { name: 'StoreError', code: 'SQLITE_CONSTRAINT' } },
      { status: 'fulfilled', value: 1 },
    ]);
    await close();
  });

  test('finishes what was sent before it closes, so that the next process finds all of it', async () => {
    const { path, connection, close } = await open();
    const sent = connection.run(insert, [1]);
    await Promise.all([sent, close()]);
    await expect(connection.run(insert, [2])).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(connection.transaction(async () => 1)).rejects.toMatchObject({ code: 'CLOSED' });
    const again = await fileConnection(path);
    expect(await again.connection.all('select a from t')).toEqual([{ a: 1 }]);
    await again.close();
  });

  test('that cannot be opened leaves nothing behind, and the file can be opened later', async () => {
    const { path, close } = await open();
    await expect(fileConnection(path)).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    await expect(fileConnection(join(path, 'nowhere.db'))).rejects.toMatchObject({ code: 'SQLITE_CANTOPEN' });
    await close();
    const again = await fileConnection(path);
    await again.close();
  });
});
