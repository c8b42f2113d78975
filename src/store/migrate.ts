import type { SqlConnection } from './sql.ts';
import { StoreError } from './store-error.ts';

/** Statements that bring the tables from one version to the next. Versions are the places in the list, from 1. */
export type Migrations = readonly (readonly string[])[];

/**
 * Brings the tables up to date, in one transaction. Later tables are left as they are, if their version is at most one more than
 * this build knows: migrations first add what is new, and remove what is old a version later, so that old and new processes run
 * side by side during a rollout.
 *
 * @param lock statement that makes other processes wait until the transaction ends; null where there are none
 * @returns the version before
 * @throws StoreError `NEWER_SCHEMA` for tables that are of a later build
 */
export async function migrate(
  connection: SqlConnection,
  migrations: Migrations,
  lock: string | null = null,
): Promise<number> {
  const current = await versionOf(connection);
  // A user who may not change tables can use those that are up to date.
  if (current === migrations.length) return current;
  return connection.transaction(async (transaction) => {
    if (lock !== null) await transaction.all(lock);
    await transaction.run('create table if not exists schema_version (version integer not null)');
    const [row] = await transaction.all('select version from schema_version');
    const version = Number(row?.version ?? 0);
    if (version > migrations.length + 1) {
      throw new StoreError(`The store has version ${version}; this build knows ${migrations.length}.`, 'NEWER_SCHEMA');
    }
    for (const statements of migrations.slice(version)) {
      for (const statement of statements) await transaction.run(statement);
    }
    const next = Math.max(version, migrations.length);
    if (row) await transaction.run('update schema_version set version = $1', [next]);
    else await transaction.run('insert into schema_version (version) values ($1)', [next]);
    return version;
  });
}

/** Returns the version of the tables; null where there are none. */
async function versionOf(connection: SqlConnection): Promise<number | null> {
  try {
    const [row] = await connection.all('select version from schema_version');
    return row ? Number(row.version) : null;
  } catch (error) {
    if (error instanceof StoreError && NO_TABLE.has(error.code)) return null;
    throw error;
  }
}

/** Codes of a statement on a table that does not exist: SQLite has none of its own for it. */
const NO_TABLE: ReadonlySet<string> = new Set(['SQLITE_1', '42P01']);
