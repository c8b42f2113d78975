import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SqlConnection } from '../../../src/store/sql.ts';
import { fileConnection } from '../../../src/store/sqlite/file-connection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function open() {
  const path = join(temporaryFolder(), 'a.db');
  const opened = await fileConnection(path);
  await opened.connection.run('create table t (a integer primary key)');
  return { path, ...opened };
}

const insert = (connection: Pick<SqlConnection, 'run'>, number: number) =>
  connection.run('insert into t values ($1)', [number]);
const sum = async (connection: Pick<SqlConnection, 'all'>) =>
  Number((await connection.all('select coalesce(sum(a), 0) as sum from t'))[0]?.sum);

describe('A file with a reader beside its writer', () => {
  test('commits while a query is under way, which sees the state of its begin', async () => {
    const { connection, close } = await open();
    await insert(connection, 1);
    const order: string[] = [];
    await connection.transaction(async (reader) => {
      expect(await sum(reader)).toBe(1);
      await insert(connection, 2);
      order.push('statement');
      await connection.transaction((writer) => insert(writer, 4));
      order.push('transaction');
      expect(await sum(reader)).toBe(1);
      order.push('query');
    }, 'snapshot');
    expect(order).toEqual(['statement', 'transaction', 'query']);
    expect(await sum(connection)).toBe(7);
    await close();
  });

  test('reads while a transaction is under way, and sees nothing of it before it is committed', async () => {
    const { connection, close } = await open();
    await connection.transaction(async (writer) => {
      await insert(writer, 1);
      expect(await sum(connection)).toBe(0);
      expect(await sum(writer)).toBe(1);
    });
    expect(await sum(connection)).toBe(1);
    const failing = connection.transaction(async (writer) => {
      await insert(writer, 2);
      throw new Error('undo');
    });
    await expect(failing).rejects.toThrow('undo');
    expect(await sum(connection)).toBe(1);
    await close();
  });

  test('shows each query all that was committed before it was sent', async () => {
    const { connection, close } = await open();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('run', 'transaction', 'read'), { maxLength: 12 }), async (steps) => {
        await connection.run('delete from t');
        let expected = 0;
        for (const [at, step] of steps.entries()) {
          if (step === 'run') await insert(connection, at);
          if (step === 'transaction') await connection.transaction((writer) => insert(writer, at));
          if (step !== 'read') expected += at;
          expect(await sum(connection)).toBe(expected);
        }
      }),
      { numRuns: 10 },
    );
    await close();
  });

  test('does not write by its reader, and changes its settings by its writer', async () => {
    const { connection, close } = await open();
    const writing = connection.transaction((reader) => insert(reader, 1), 'snapshot');
    await expect(writing).rejects.toMatchObject({ code: 'SQLITE_READONLY' });
    await connection.all('pragma max_page_count = 4');
    expect(await connection.all('pragma max_page_count')).toEqual([{ max_page_count: 4 }]);
    await close();
  });

  test('is held against other processes, readers too, until it is closed; nothing is left in its journal then', async () => {
    const { path, connection, close } = await open();
    await insert(connection, 1);
    await expect(fileConnection(path)).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    await close();
    expect(existsSync(`${path}-wal`)).toBe(false);
    const again = await fileConnection(path);
    expect(await sum(again.connection)).toBe(1);
    await again.close();
  });

  test('has nothing of what was deleted in its journal after a checkpoint, also while its reader is open', async () => {
    const { path, connection, close } = await open();
    await insert(connection, 1);
    await sum(connection);
    await connection.all('vacuum');
    expect(await connection.all('pragma wal_checkpoint(truncate)')).toMatchObject([{ busy: 0 }]);
    expect(statSync(`${path}-wal`).size).toBe(0);
    expect(await sum(connection)).toBe(1);
    await close();
  });
});
