import { closeSync, openSync } from 'node:fs';
import { migrate } from '../migrate.ts';
import { SQLITE_MIGRATIONS } from '../migrations/sqlite/migrations.ts';
import { fileConnection } from '../sqlite/file-connection.ts';
import { memoryConnection } from '../sqlite/memory-connection.ts';
import type { Store } from '../store.ts';
import { StoreError } from '../store-error.ts';
import { sqlStore } from './sql-store.ts';

/** Opens a store in memory. @param maxEnded ended sessions that it keeps */
export async function openMemoryStore(maxEnded: number): Promise<Store> {
  const { connection, close } = memoryConnection();
  await migrate(connection, SQLITE_MIGRATIONS);
  return sqlStore({ connection, isDurable: false, maxEnded, close });
}

/**
 * Opens a store in a file, which this process holds exclusively. A new file is readable by its owner alone: it has names of users.
 *
 * @throws StoreError such as `SQLITE_BUSY` for a file that another process holds
 */
export async function openFileStore(path: string): Promise<Store> {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    const { code = 'EIO', message } = cause as NodeJS.ErrnoException;
    throw new StoreError(message, code, { cause });
  }
  const { connection, close } = await fileConnection(path);
  try {
    await migrate(connection, SQLITE_MIGRATIONS);
    return await sqlStore({ connection, isDurable: true, close });
  } catch (error) {
    await close();
    throw error;
  }
}
