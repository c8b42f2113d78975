/** Value of a parameter. Numbers are whole, and are bound as integers of 64 bits by both engines. */
export type SqlValue = string | number | null;

/** Row of a result, by the names of its columns. Integers are numbers. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** `write`: sees what others commit meanwhile, and writes. `snapshot`: reads one state, whatever others commit. */
export type TransactionMode = 'write' | 'snapshot';

/** Connection to a database: all that statements need of an engine. The text of a statement is the same for every engine. */
export interface SqlConnection {
  /** Returns the rows of one statement. @param params values of `$1`, `$2` … */
  all(text: string, params?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** Executes one statement. @returns the number of rows that it changed */
  run(text: string, params?: readonly SqlValue[]): Promise<number>;
  /** True in a transaction whose statements can be sent before those before them are answered: one that fails makes all after it fail. */
  readonly isPipelined?: true;
  /** Commits what `work` has written, or nothing if it rejects. @param mode `write` by default */
  transaction<Result>(work: (connection: SqlConnection) => Promise<Result>, mode?: TransactionMode): Promise<Result>;
}
