import type { StoreTarget } from '../../config/store.ts';
import type { Store } from '../store.ts';
import { lazyStore } from './lazy-store.ts';

/** Ended sessions that a store in memory keeps: some 40 MB, whose statements take milliseconds. */
const MAX_ENDED_IN_MEMORY = 50_000;

/**
 * Opens the store. One in memory is opened, and its modules are loaded, when it is first used.
 *
 * @param passwordFile file with the password of PostgreSQL's user; empty: that of the URL, or none
 * @throws StoreError when it cannot be opened
 */
export async function openStore(target: StoreTarget, passwordFile = ''): Promise<Store> {
  if (target.kind === 'memory') {
    return lazyStore(async () => (await import('./open-sqlite-store.ts')).openMemoryStore(MAX_ENDED_IN_MEMORY));
  }
  if (target.kind === 'postgres') {
    const { openPostgresStore } = await import('./open-postgres-store.ts');
    return openPostgresStore(target.url, passwordFile);
  }
  const { openFileStore } = await import('./open-sqlite-store.ts');
  return openFileStore(target.path);
}
