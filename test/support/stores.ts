import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import { migrate } from '../../src/store/migrate.ts';
import { POSTGRES_MIGRATIONS } from '../../src/store/migrations/postgres/migrations.ts';
import { openPostgresStore } from '../../src/store/open/open-postgres-store.ts';
import { openFileStore, openMemoryStore } from '../../src/store/open/open-sqlite-store.ts';
import { sqlStore } from '../../src/store/open/sql-store.ts';
import type { SqlRow, SqlValue } from '../../src/store/sql.ts';
import { exclusiveConnection } from '../../src/store/sqlite/exclusive-connection.ts';
import type { Store } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { HAS_PGBOUNCER } from './pgbouncer.ts';
import { POSTGRES } from './postgres.ts';
import { createDatabase, throughPgbouncer } from './shared-postgres.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Engine of the store. */
export interface Engine {
  readonly name: string;
  /** Opens a new, empty store. */
  open(): Promise<Store>;
  /** Reason for which it cannot be tested here; null if it can. */
  readonly missing: string | null;
}

/** Store with which all others are compared. */
export const MEMORY: Engine = {
  name: 'SQLite in memory',
  open: () => openMemoryStore(Number.MAX_SAFE_INTEGER),
  missing: null,
};

export const FILE: Engine = {
  name: 'SQLite in a file',
  open: () => openFileStore(join(temporaryFolder(), 'store.db')),
  missing: null,
};

export const POSTGRESQL: Engine = {
  name: 'PostgreSQL',
  open: async () => openPostgresStore(await createDatabase(), ''),
  missing: POSTGRES === null ? 'PostgreSQL is not installed: apt-get install postgresql' : null,
};

/** In transaction mode: a connection is that of a server for a transaction at a time. */
export const PGBOUNCER: Engine = {
  name: 'PostgreSQL behind PgBouncer',
  open: async () => openPostgresStore(throughPgbouncer(await createDatabase()), ''),
  missing: POSTGRES && HAS_PGBOUNCER ? null : 'PgBouncer is not installed: apt-get install pgbouncer',
};

/** PostgreSQL's parser and planner without a server. It starts in seconds, and once. */
const PGLITE: Engine = { name: 'PGlite', open: openPglite, missing: null };

/** PostgreSQL; where it is not installed, PGlite is tested, too, as it shows most of the same. */
export const POSTGRESQLS: readonly Engine[] = POSTGRES === null ? [PGLITE, POSTGRESQL] : [POSTGRESQL];

let pglite: PGlite | undefined;

async function openPglite(): Promise<Store> {
  pglite ??= new PGlite({ parsers: { [types.INT8]: Number, [types.NUMERIC]: Number } });
  const database = pglite;
  await database.exec('drop schema public cascade; create schema public');
  const query = async (text: string, params: readonly SqlValue[] = []) => {
    try {
      return await database.query<SqlRow>(text, [...params]);
    } catch (cause) {
      const { message, code = 'UNKNOWN' } = cause as Error & { code?: string };
      throw new StoreError(message, code, { cause });
    }
  };
  const connection = exclusiveConnection(
    {
      all: async (text, params) => (await query(text, params)).rows,
      run: async (text, params) => (await query(text, params)).affectedRows ?? 0,
    },
    'begin',
  );
  await migrate(connection, POSTGRES_MIGRATIONS);
  return sqlStore({ connection, isDurable: true, close: async () => {} });
}

/** Tables, with the columns that order their rows. What differs from store to store is left out: its id, and those of writers. */
const TABLES: Readonly<Record<string, string>> = {
  clock: 'select revision, stamp from clock',
  writer: 'select number, revision_from, revision_to, committed_at from writer order by 1',
  session: 'select * from session order by id',
  span: 'select * from span order by id, seq',
  change: 'select * from change order by revision',
  source: 'select * from source order by id',
  observed: 'select * from observed order by source_id, from_at',
};

/** Returns all rows of a store, by table. */
export async function rowsOf({ sql }: Pick<Store, 'sql'>): Promise<Readonly<Record<string, readonly SqlRow[]>>> {
  const tables = [];
  for (const [name, text] of Object.entries(TABLES)) {
    tables.push([name, (await sql.all(text)).map((row) => ({ ...row }))] as const);
  }
  return Object.fromEntries(tables);
}
