import { randomBytes } from 'node:crypto';
import { commitChanges } from '../commit/commit.ts';
import { retain } from '../history/retention/retain.ts';
import { maintain } from '../maintain.ts';
import type { ReplicaStore } from '../replica-store.ts';
import { replicaStore } from '../replicas/create-replica-store.ts';
import { NOTHING_RESTORED, restore } from '../restore.ts';
import type { SqlConnection } from '../sql.ts';
import type { Store } from '../store.ts';

/** Clients resume for 15 minutes, and over 200,000 changes at most. */
const CHANGES = { maxAgeMs: 15 * 60_000, maxChanges: 200_000 };
/** Time between two deletions of what is no longer needed. Milliseconds. */
const MAINTAIN_MS = 60_000;

export interface SqlStoreOptions {
  /** Connection to tables that are up to date. */
  readonly connection: SqlConnection;
  readonly isDurable: boolean;
  /** Ended sessions that are kept at most. @default Infinity */
  readonly maxEnded?: number;
  readonly close: () => Promise<void>;
  /** Parts for several processes on one database; absent where this one is the only one. */
  readonly shared?: Shared;
}

interface Shared {
  readonly now: string;
  /** Statement that notifies other processes of a commit. */
  readonly notify: string;
  /** Calls a listener when another process may have committed something. */
  readonly onHint: ReplicaStore['onHint'];
}

/**
 * Creates a store over the tables of a database. A new database gets an id.
 *
 * @throws StoreError when it cannot be read or written
 */
export async function sqlStore(options: SqlStoreOptions): Promise<Store> {
  const { connection, isDurable, maxEnded = Infinity, shared } = options;
  const { now = '0', notify = null } = shared ?? {};
  const writer = newId();
  await connection.run(
    'insert into clock (one, store_id, revision, stamp) values (1, $1, 0, 0) on conflict (one) do nothing',
    [newId()],
  );
  const [clock] = await connection.all('select store_id from clock');
  let tried = 0;
  let maintainedAt = Number.NEGATIVE_INFINITY;

  async function maintainAt(at: number): Promise<void> {
    if (at - maintainedAt < MAINTAIN_MS) return;
    maintainedAt = at;
    const { maxAgeMs, maxChanges } = CHANGES;
    await maintain(connection, { now: at, databaseNow: now, changesAfter: at - maxAgeMs, maxChanges });
    if (maxEnded < Infinity) await retain(connection, { now: at, maxEnded });
  }

  return {
    id: String(clock?.store_id),
    isDurable,
    isOpen: true,
    isShared: shared !== undefined,
    opened: async () => {},
    sql: connection,
    async commit(commit) {
      const isRepeated = commit.number === tried;
      tried = commit.number;
      const committed = await commitChanges(connection, { writer, isRepeated, now, notify }, commit);
      // What cannot be deleted now is deleted later: the commit is done.
      await maintainAt(commit.committedAt).catch(() => {});
      return committed;
    },
    restore: async (limits) => (isDurable ? restore(connection, limits) : NOTHING_RESTORED),
    replicas: shared ? replicaStore(connection, writer, shared) : null,
    close: options.close,
  };
}

/** Returns 72 random bits. */
export function newId(): string {
  return randomBytes(9).toString('base64url');
}
