import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';

/** Numbers are bound as REAL: integers up to 2^53 compare exactly with INTEGER columns, but a division is one of fractions. */
export type SqlValue = Extract<SQLInputValue, string | number | null>;

/** Prepared statements at most: the text of a query depends on which conditions and orders it has. */
const MAX_STATEMENTS = 500;

/** SQL database in memory: all that the live index needs of `node:sqlite`, so that another engine can take its place. */
export interface Database {
  /** Executes statements without parameters, and without results. */
  execute(sql: string): void;
  /** Executes one statement. Parameters are positional. */
  run(sql: string, parameters: readonly SqlValue[]): void;
  /** Returns the rows of one statement, each as the list of its columns. */
  rows(sql: string, parameters: readonly SqlValue[]): readonly (readonly SQLOutputValue[])[];
  /** Commits what `work` has written, or nothing if it throws. */
  transaction(work: () => void): void;
  close(): void;
}

/**
 * Opens an empty database in memory. Temporary tables and sorters stay in memory, too: names of users are written to no disk.
 */
export function openDatabase(): Database {
  const connection = new DatabaseSync(':memory:');
  connection.exec('pragma temp_store = memory');
  const statements = new LRUCache<string, StatementSync>({ max: MAX_STATEMENTS });

  function prepared(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known) return known;
    const statement = connection.prepare(sql);
    statement.setReturnArrays(true);
    statements.set(sql, statement);
    return statement;
  }

  return {
    execute: (sql) => connection.exec(sql),
    run(sql, parameters) {
      prepared(sql).run(...parameters);
    },
    rows: (sql, parameters) => prepared(sql).all(...parameters) as unknown as SQLOutputValue[][],
    transaction(work) {
      connection.exec('begin');
      try {
        work();
        connection.exec('commit');
      } catch (error) {
        connection.exec('rollback');
        throw error;
      }
    },
    close: () => connection.close(),
  };
}
