import type { StoreTarget } from '../../config/store.ts';
import type { Log } from '../../log/log.ts';
import type { Store } from '../store.ts';
import { isMisconfigured, StoreError } from '../store-error.ts';
import { lazyStore } from './lazy-store.ts';
import { pendingStore } from './pending-store.ts';

/** Ended sessions that a store in memory keeps: some 40 MB, whose statements take milliseconds. */
const MAX_ENDED_IN_MEMORY = 50_000;

/**
 * Opens the store. One in memory is opened, and its modules are loaded, when it is first used.
 *
 * @param passwordFile file with the password of PostgreSQL's user; empty: that of the URL, or none
 * @throws StoreError when it cannot be opened and does not become so by waiting: a PostgreSQL server that is away is waited for
 */
export async function openStore(target: StoreTarget, log: Log, passwordFile = ''): Promise<Store> {
  if (target.kind === 'memory') {
    return lazyStore(async () => (await import('./open-sqlite-store.ts')).openMemoryStore(MAX_ENDED_IN_MEMORY));
  }
  if (target.kind === 'postgres') {
    const { openPostgresStore } = await import('./open-postgres-store.ts');
    const open = () => openPostgresStore(target.url, passwordFile);
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof StoreError) || isMisconfigured(error)) throw error;
      log.error({ err: error, code: error.code }, 'the store cannot be opened yet; it is tried again');
      return pendingStore(open, log);
    }
  }
  const { openFileStore } = await import('./open-sqlite-store.ts');
  return openFileStore(target.path);
}
