import { migrate } from '../migrate.ts';
import { POSTGRES_MIGRATIONS } from '../migrations/postgres/migrations.ts';
import { postgresConnection } from '../postgres/postgres-connection.ts';
import { postgresPool } from '../postgres/postgres-pool.ts';
import type { Store } from '../store.ts';
import { sqlStore } from './sql-store.ts';

/** Makes processes that start together migrate one after the other. The number is any that no other program of the database uses. */
const LOCK = 'select pg_advisory_xact_lock(7368731948265317)';

/**
 * Opens a store in a PostgreSQL database.
 *
 * @param passwordFile see `postgresPool`
 * @throws StoreError when the database cannot be reached, or rejects the user
 */
export async function openPostgresStore(url: string, passwordFile: string): Promise<Store> {
  const pool = postgresPool(url, passwordFile);
  const connection = postgresConnection(pool);
  const close = () => pool.end();
  try {
    await migrate(connection, POSTGRES_MIGRATIONS, LOCK);
    return await sqlStore({ connection, isDurable: true, close });
  } catch (error) {
    await close();
    throw error;
  }
}
