import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import type { SqlRow, SqlValue } from '../sql.ts';
import { toSqliteError } from './sqlite-error.ts';

/** Prepared statements at most. */
const MAX_STATEMENTS = 300;

/** SQLite database of one thread, which its statements block. The only file of the store that knows `node:sqlite`. */
export interface SqliteDatabase {
  all(text: string, params: readonly SqlValue[]): readonly SqlRow[];
  /** @returns the number of rows that changed */
  run(text: string, params: readonly SqlValue[]): number;
  close(): void;
}

/**
 * Opens a database.
 *
 * - A file is held exclusively until it is closed, or the process ends: a second process cannot open it.
 * - `synchronous = full`: what a client has seen survives a loss of power, or revisions would be given twice.
 * - `secure_delete`: what is deleted is overwritten with zeros.
 *
 * @param path of a file, which is created where it does not exist; `:memory:`
 * @throws StoreError such as `SQLITE_BUSY`, `SQLITE_CANTOPEN`, `SQLITE_READONLY`
 */
export function openSqlite(path: string): SqliteDatabase {
  const database = translated(() => new DatabaseSync(path));
  const statements = new LRUCache<string, StatementSync>({ max: MAX_STATEMENTS });

  function prepared(text: string): StatementSync {
    const known = statements.get(text);
    if (known) return known;
    const statement = database.prepare(text);
    statements.set(text, statement);
    return statement;
  }

  translated(() => {
    database.exec('pragma locking_mode = exclusive');
    database.exec('pragma temp_store = memory');
    database.exec('pragma secure_delete = on');
    if (path === ':memory:') return;
    database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = full');
    database.exec('begin immediate');
    database.exec('commit');
  });

  return {
    all: (text, params) => translated(() => prepared(text).all(bound(params)) as unknown as SqlRow[]),
    run: (text, params) => translated(() => Number(prepared(text).run(bound(params)).changes)),
    close: () => database.close(),
  };
}

/** Binds `$1` by its name, as it is one for SQLite. Numbers are whole, and would be bound as REAL. */
function bound(params: readonly SqlValue[]): Record<string, SQLInputValue> {
  const named: Record<string, SQLInputValue> = {};
  for (const [index, value] of params.entries()) {
    named[`$${index + 1}`] = typeof value === 'number' ? BigInt(value) : value;
  }
  return named;
}

function translated<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    throw toSqliteError(thrown);
  }
}
