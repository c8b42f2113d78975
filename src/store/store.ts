import type { ReplicaStore } from './replica-store.ts';
import type { Restored } from './restore.ts';
import type { SqlConnection } from './sql.ts';
import type { Committed, StoreCommit } from './stored-change.ts';

/** Stored truth of live sessions: what was observed, when, and in which order it became visible. */
export interface Store {
  /** Random id of the store: revisions of another store are not comparable. Before it is open, one of its own. */
  readonly id: string;
  /** False while its database cannot be reached since the start: it is tried again and again. */
  readonly isOpen: boolean;
  /** True if other processes may use it, too. */
  readonly isShared: boolean;
  /** Resolves when it is open; never rejects. */
  opened(): Promise<void>;
  /** True if it outlives the process, so that live sessions begin with what it has. */
  readonly isDurable: boolean;
  /**
   * Commits changes in one transaction, and numbers them without gaps. Call it again after an error: what was committed
   * already, though the answer was lost, is not committed twice.
   *
   * @throws StoreError when nothing was committed, or the answer was lost
   */
  commit(commit: StoreCommit): Promise<Committed>;
  /**
   * Reads what live sessions begin with; nothing of a store that is not durable.
   *
   * @throws StoreError when it cannot be read
   */
  restore(limits: RestoreLimits): Promise<Restored>;
  /** Leases, feed and messages of processes that share the store; null where this one is the only one, and before it is open. */
  readonly replicas: ReplicaStore | null;
  /** Connection for statements that read history, or change it. @throws StoreError */
  readonly sql: SqlConnection;
  close(): Promise<void>;
}

/** Bounds of what is restored. */
export interface RestoreLimits {
  /** Changes that were committed before this time are not restored. Milliseconds since the epoch. */
  readonly changesAfter: number;
  readonly maxChanges: number;
  /** Ended sessions at most, the latest. */
  readonly maxEnded: number;
  /** Unit whose sessions and sources are restored; all by default. */
  readonly unit?: string;
}
