import type { Log } from '../../log/log.ts';
import type { Store } from '../store.ts';
import { StoreError } from '../store-error.ts';
import { newId } from './sql-store.ts';

/** Time between two attempts to open a store. Milliseconds. */
const RETRY_MS = 2_000;

/**
 * Creates a store whose database cannot be reached: it is opened as soon as it can. Until then nothing can be committed or read.
 *
 * @param open rejects with a StoreError while it cannot be opened
 */
export function pendingStore(open: () => Promise<Store>, log: Log): Store {
  const id = newId();
  const opening = Promise.withResolvers<void>();
  let store: Store | null = null;
  let timer: NodeJS.Timeout | undefined = setTimeout(attempt, RETRY_MS);

  async function attempt(): Promise<void> {
    try {
      const opened = await open();
      // Closed meanwhile.
      if (timer === undefined) return await opened.close();
      store = opened;
      log.info('the store is open');
      opening.resolve();
    } catch (err) {
      log.debug({ err }, 'the store cannot be opened');
      if (timer) timer = setTimeout(attempt, RETRY_MS);
    }
  }

  function required(): Store {
    if (store) return store;
    throw new StoreError('The database cannot be reached.', 'NOT_OPEN');
  }

  return {
    get id() {
      return store?.id ?? id;
    },
    isDurable: true,
    isShared: true,
    get isOpen() {
      return store !== null;
    },
    opened: () => opening.promise,
    commit: async (commit) => required().commit(commit),
    restore: async (limits) => required().restore(limits),
    get replicas() {
      return store?.replicas ?? null;
    },
    sql: {
      all: async (text, params) => required().sql.all(text, params),
      run: async (text, params) => required().sql.run(text, params),
      transaction: async (work, mode) => required().sql.transaction(work, mode),
    },
    async close() {
      clearTimeout(timer);
      timer = undefined;
      await store?.close();
    },
  };
}
