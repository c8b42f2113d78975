import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/live/index/database.ts';

/** A database with a table of one integer and one text. */
function opened() {
  const database = openDatabase();
  database.execute('create table each (number integer, text text) strict');
  const add = (number: number, text: string) => database.run('insert into each values (?, ?)', [number, text]);
  const all = () => database.rows('select number, text from each order by number', []);
  return { database, add, all };
}

test('Rows are lists of the columns in the order of the statement', () => {
  const { database, add, all } = opened();
  add(2, 'two');
  add(1, 'one');
  expect(all()).toEqual([
    [1, 'one'],
    [2, 'two'],
  ]);
  expect(database.rows('select text, number from each where number = ?', [2])).toEqual([['two', 2]]);
});

test('Integers up to 2^53 are compared exactly, although they are bound as REAL', () => {
  const { database, add } = opened();
  const large = Number.MAX_SAFE_INTEGER;
  for (const number of [large, large - 1, -large]) add(number, String(number));
  const found = (condition: string, value: number) =>
    database.rows(`select text from each where ${condition} order by number`, [value]).flat();
  expect(found('number = ?', large)).toEqual([String(large)]);
  expect(found('number < ?', large)).toEqual([String(-large), String(large - 1)]);
  expect(found('number > ?', large - 1)).toEqual([String(large)]);
});

test('Texts are compared by code points, with their case', () => {
  const { database, add } = opened();
  for (const [number, text] of ['b', 'B', 'ä', 'a', '\u{1f600}', '\uffee', ''].entries()) add(number, text);
  const sorted = database.rows('select text from each order by text', []).flat();
  expect(sorted).toEqual(['', 'B', 'a', 'b', 'ä', '\uffee', '\u{1f600}']);
});

test('A transaction that throws has written nothing, and the next one writes', () => {
  const { database, add, all } = opened();
  const fail = () =>
    database.transaction(() => {
      add(1, 'one');
      throw new Error('no');
    });
  expect(fail).toThrow('no');
  expect(all()).toEqual([]);
  database.transaction(() => add(2, 'two'));
  expect(all()).toEqual([[2, 'two']]);
});

test('Databases are independent of each other', () => {
  const [one, other] = [opened(), opened()];
  one.add(1, 'one');
  expect(other.all()).toEqual([]);
});

test('Sorters and temporary tables are in memory: nothing is written to a disk', () => {
  expect(opened().database.rows('pragma temp_store', [])).toEqual([[2]]);
  expect(opened().database.rows('select file from pragma_database_list', [])).toEqual([['']]);
});

test('A gateway loads node:sqlite with its live index only, without a warning', async () => {
  const script = `
    const isLoaded = () => process.moduleLoadList.includes('NativeModule sqlite');
    await import('./src/gateway.ts');
    const before = isLoaded();
    await import('./src/live/live-sessions/create-live.ts');
    console.log(before, isLoaded());`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe('false true');
});
