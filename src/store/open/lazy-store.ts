import { randomBytes } from 'node:crypto';
import { NOTHING_RESTORED } from '../restore.ts';
import type { SqlConnection } from '../sql.ts';
import type { Store } from '../store.ts';

/** Creates a store that does not outlive the process, and is opened when it is first used. */
export function lazyStore(open: () => Promise<Store>): Store {
  let opening: Promise<Store> | null = null;
  const opened = (): Promise<Store> => {
    opening ??= open();
    return opening;
  };
  const connection = async (): Promise<SqlConnection> => (await opened()).sql;
  return {
    id: randomBytes(9).toString('base64url'),
    isDurable: false,
    isOpen: true,
    isShared: false,
    opened: async () => {},
    sql: {
      all: async (text, params) => (await connection()).all(text, params),
      run: async (text, params) => (await connection()).run(text, params),
      transaction: async (work, mode) => (await connection()).transaction(work, mode),
    },
    commit: async (commit) => (await opened()).commit(commit),
    replicas: null,
    restore: async () => NOTHING_RESTORED,
    close: async () => (await opening)?.close(),
  };
}
