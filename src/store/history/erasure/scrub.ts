import type { SqlConnection } from '../../sql.ts';
import { StoreError } from '../../store-error.ts';

/** Engine of a store: `GATEWAY_STORE`. */
export type StoreKind = 'memory' | 'sqlite' | 'postgres';

/**
 * Statements after which what was deleted is in no file of the database. SQLite overwrites what it deletes (`secure_delete`), but
 * not what it has copied within an index, nor its write-ahead log. PostgreSQL frees the space, which later rows overwrite; its own write-ahead
 * log and backups are the operator's.
 */
const STATEMENTS: Readonly<Record<StoreKind, readonly string[]>> = {
  memory: [],
  sqlite: ['vacuum', 'pragma wal_checkpoint(truncate)'],
  postgres: ['vacuum session', 'vacuum span', 'vacuum change', 'vacuum message'],
};

/** Removes what was deleted from the files of the database. @throws StoreError */
export async function scrub(connection: SqlConnection, kind: StoreKind): Promise<void> {
  for (const statement of STATEMENTS[kind]) {
    const [row] = await connection.all(statement);
    // The journal cannot be cut while a query reads it.
    if (Number(row?.busy ?? 0) > 0) throw new StoreError('The journal is being read.', 'SQLITE_BUSY');
  }
}
