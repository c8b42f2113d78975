import { migrate } from '../migrate.ts';
import { POSTGRES_MIGRATIONS } from '../migrations/postgres/migrations.ts';
import { listen } from '../postgres/listen.ts';
import { postgresConnection } from '../postgres/postgres-connection.ts';
import { clientConfig, postgresPool } from '../postgres/postgres-pool.ts';
import type { Store } from '../store.ts';
import { sqlStore } from './sql-store.ts';

/** Makes processes that start together migrate one after the other. The number is any that no other program of the database uses. */
const LOCK = 'select pg_advisory_xact_lock(7368731948265317)';

/** Channel of hints that something was committed. */
const CHANNEL = 'session_gateway';
/** Time of the server's clock, which all replicas share. Not that of the transaction's begin: it may have waited for a lock. */
const NOW = '(cast(extract(epoch from clock_timestamp()) * 1000 as bigint))';

/**
 * Opens a store in a PostgreSQL database.
 *
 * @param passwordFile see `postgresPool`
 * @throws StoreError when the database cannot be reached, or rejects the user
 */
export async function openPostgresStore(url: string, passwordFile: string): Promise<Store> {
  const pool = postgresPool(url, passwordFile);
  const connection = postgresConnection(pool);
  const listener = listen(clientConfig(url, passwordFile), CHANNEL);
  const close = async () => {
    await listener.close();
    await pool.end();
  };
  try {
    await migrate(connection, POSTGRES_MIGRATIONS, LOCK);
    return await sqlStore({
      connection,
      isDurable: true,
      close,
      shared: { now: NOW, notify: `select pg_notify('${CHANNEL}', '')`, onHint: listener.onHint },
    });
  } catch (error) {
    await close();
    throw error;
  }
}
