import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SqlValue } from '../../../src/store/sql.ts';
import { openSqlite } from '../../../src/store/sqlite/sqlite-database.ts';
import { toSqliteError } from '../../../src/store/sqlite/sqlite-error.ts';
import { reasonOf, StoreError } from '../../../src/store/store-error.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function open(path = ':memory:') {
  const database = openSqlite(path);
  onTestFinished(() => database.close());
  return database;
}

function failureOf(work: () => unknown): StoreError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    return error as StoreError;
  }
  throw new Error('It did not fail.');
}

const value: fc.Arbitrary<SqlValue> = fc.oneof(
  fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
  fc.maxSafeInteger(),
  fc.constant(null),
);

describe('Parameters', () => {
  test('come back as they were given, whether bound by position or by name', () => {
    const database = open();
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 12 }), (values) => {
        const names = values.map((_, at) => `$${at + 1}`);
        const read = (order: readonly string[]) => {
          const columns = order.map((name, at) => `${name} as c${at}`).join(', ');
          return Object.values(database.all(`select ${columns}`, values)[0] ?? {});
        };
        expect(read(names)).toEqual(values);
        expect(read(names.toReversed())).toEqual(values.toReversed());
        // The first one twice: the second time by its name.
        expect(read([...names, '$1'])).toEqual([...values, values[0]]);
      }),
      { numRuns: 200 },
    );
  });

  test('of ten and more are not taken for those of fewer digits', () => {
    const database = open();
    const values = Array.from({ length: 12 }, (_, at) => `value ${at + 1}`);
    const names = [12, 1, 2, 11, 10, 3, 4, 5, 6, 7, 8, 9];
    const columns = names.map((name, at) => `$${name} as c${at}`).join(', ');
    const [row = {}] = database.all(`select ${columns}`, values);
    expect(Object.values(row)).toEqual(names.map((name) => `value ${name}`));
  });

  test('that are numbers are bound as integers, so that they divide without a fraction', () => {
    const database = open();
    expect(database.all('select $1 / $2 as whole, typeof($1) as type', [7, 2])).toMatchObject([
      { whole: 3, type: 'integer' },
    ]);
  });

  test('that are no whole numbers are rejected before the database sees them', () => {
    const database = open();
    for (const odd of [1.5, Number.NaN, Infinity])
      expect(failureOf(() => database.all('select $1 as a', [odd])).code).toBe('SQLITE_ERROR');
  });
});

describe('A database', () => {
  test('answers the same after more statements than it keeps prepared', () => {
    const database = open();
    database.run('create table t (a integer)', []);
    for (let number = 0; number < 700; number += 1)
      expect(database.run(`insert into t (a) values ($1) -- ${number % 350}`, [number])).toBe(1);
    expect(database.all('select count(*) as rows, sum(a) as sum from t', [])).toMatchObject([
      { rows: 700, sum: (699 * 700) / 2 },
    ]);
  });

  test('goes on with prepared statements after its tables have changed', () => {
    const database = open();
    database.run('create table t (a integer)', []);
    database.run('insert into t values (1)', []);
    expect(Object.keys(database.all('select * from t', [])[0] ?? {})).toEqual(['a']);
    database.run('alter table t add column b text', []);
    expect(Object.keys(database.all('select * from t', [])[0] ?? {})).toEqual(['a', 'b']);
  });

  test('overwrites what is deleted, and syncs each commit of a file', () => {
    const file = open(join(temporaryFolder(), 'a.db'));
    const pragma = (name: string) => Object.values(file.all(`pragma ${name}`, [])[0] ?? {})[0];
    expect([pragma('secure_delete'), pragma('synchronous'), pragma('journal_mode')]).toEqual([1, 2, 'wal']);
  });
});

describe('A failure', () => {
  test.each([
    ['SQLITE_CONSTRAINT', (path: string) => open(path).run('insert into t values (1), (1)', [])],
    ['SQLITE_1', (path: string) => open(path).all('select * from nowhere', [])],
    ['SQLITE_1', (path: string) => open(path).all('selec 1', [])],
    ['SQLITE_BUSY', (path: string) => [open(path), open(path)]],
    ['SQLITE_CANTOPEN', (path: string) => open(join(path, 'a.db'))],
  ])('has the code %s, and a reason for operators', (code, fail) => {
    const path = join(temporaryFolder(), 'a.db');
    const database = openSqlite(path);
    database.run('create table t (a integer primary key)', []);
    database.close();
    const error = failureOf(() => fail(path));
    expect(error.code).toBe(code);
    expect(reasonOf(error)).toMatch(new RegExp(`; ${code}$`));
  });

  test.each([
    ['SQLITE_NOTADB', 'not a database '.repeat(100)],
    ['SQLITE_NOTADB', `SQLite format 4\0${'x'.repeat(2_000)}`],
  ])('of a damaged file is %s', (code, content) => {
    const path = join(temporaryFolder(), 'a.db');
    writeFileSync(path, content);
    expect(failureOf(() => open(path)).code).toBe(code);
  });

  test('of the engine without a result code is SQLITE_ERROR; extended codes have the name of their class', () => {
    expect(toSqliteError(new Error('odd'))).toMatchObject({ message: 'odd', code: 'SQLITE_ERROR' });
    const withCode = (errcode: number) => toSqliteError(Object.assign(new Error('x'), { errcode })).code;
    // SQLITE_BUSY_SNAPSHOT, SQLITE_IOERR_FSYNC, SQLITE_CONSTRAINT_UNIQUE, SQLITE_CORRUPT_INDEX, SQLITE_TOOBIG.
    expect([517, 1034, 2067, 779, 18].map(withCode)).toEqual([
      'SQLITE_BUSY',
      'SQLITE_IOERR',
      'SQLITE_CONSTRAINT',
      'SQLITE_CORRUPT',
      'SQLITE_18',
    ]);
    const known = new StoreError('already translated', 'CODE');
    expect(toSqliteError(known)).toBe(known);
  });
});
