import { onTestFinished } from 'vitest';
import type { Migrations } from '../../src/store/migrate.ts';
import { POSTGRES_MIGRATIONS } from '../../src/store/migrations/postgres/migrations.ts';
import { SQLITE_MIGRATIONS } from '../../src/store/migrations/sqlite/migrations.ts';
import { postgresConnection } from '../../src/store/postgres/postgres-connection.ts';
import { postgresPool } from '../../src/store/postgres/postgres-pool.ts';
import type { SqlConnection } from '../../src/store/sql.ts';
import { memoryConnection } from '../../src/store/sqlite/memory-connection.ts';
import { POSTGRES } from './postgres.ts';
import { createDatabase } from './shared-postgres.ts';

/** Database without tables. */
export interface EmptyDatabase {
  readonly name: string;
  /** Opens a new one, which is closed after the test. */
  open(): Promise<SqlConnection>;
  readonly migrations: Migrations;
  /** Selects the names of tables and indexes, as `name`, in order. */
  readonly names: string;
  /** Reason for which it cannot be tested here; null if it can. */
  readonly missing: string | null;
}

export const emptyDatabases: readonly EmptyDatabase[] = [
  {
    name: 'SQLite',
    async open() {
      const { connection, close } = memoryConnection();
      onTestFinished(close);
      return connection;
    },
    migrations: SQLITE_MIGRATIONS,
    names: `select name from sqlite_schema where name not like 'sqlite_%' order by name`,
    missing: null,
  },
  {
    name: 'PostgreSQL',
    open: emptyPostgres,
    migrations: POSTGRES_MIGRATIONS,
    names: `select cast(relname as text) as name from pg_class where relnamespace = 'public'::regnamespace order by 1`,
    missing: POSTGRES === null ? 'PostgreSQL is not installed: apt-get install postgresql' : null,
  },
];

async function emptyPostgres(): Promise<SqlConnection> {
  const pool = postgresPool(await createDatabase(), '');
  onTestFinished(() => pool.end());
  return postgresConnection(pool);
}
