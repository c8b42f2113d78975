import { StoreError } from '../store-error.ts';

/** Names of SQLite's result codes that operators see. @see https://www.sqlite.org/rescode.html */
const NAMES: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  19: 'SQLITE_CONSTRAINT',
  26: 'SQLITE_NOTADB',
};

/** Translates an error of `node:sqlite`. */
export function toSqliteError(thrown: unknown): StoreError {
  if (thrown instanceof StoreError) return thrown;
  const { message, errcode } = thrown as Error & { readonly errcode?: number };
  // The lower byte is the primary result code.
  const code = errcode === undefined ? 'SQLITE_ERROR' : (NAMES[errcode & 0xff] ?? `SQLITE_${errcode}`);
  return new StoreError(message, code, { cause: thrown });
}
