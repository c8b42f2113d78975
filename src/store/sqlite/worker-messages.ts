import type { SqlRow, SqlValue } from '../sql.ts';
import type { SqliteMode } from './sqlite-database.ts';

/** File that a worker opens. */
export interface WorkerData {
  readonly path: string;
  readonly mode: SqliteMode;
}

/** Statement for the worker. */
export interface WorkerRequest {
  readonly number: number;
  readonly method: 'all' | 'run';
  readonly text: string;
  readonly params: readonly SqlValue[];
}

/** Answer of the worker; the first one, of number 0, says whether the database is open. */
export type WorkerAnswer = { readonly number: number } & (
  | { readonly result: readonly SqlRow[] | number }
  | { readonly error: { readonly message: string; readonly code: string } }
);
