import type { RestoredChange } from './restore.ts';
import type { Lease } from './stored-change.ts';

/** Leases, feed and messages of processes that share a store. */
export interface ReplicaStore {
  /** Id of this process. */
  readonly id: string;
  /**
   * Renews the leases of this process, takes free ones up to its share, and gives up those above it. Shares differ by one at most.
   * Times are those of the database's clock.
   *
   * @param units all that there are, as this process is configured
   * @returns the leases that it holds, for `LEASE_MS`
   * @throws StoreError
   */
  hold(units: readonly string[]): Promise<readonly Lease[]>;
  /** Gives up all leases. @throws StoreError */
  release(): Promise<void>;
  /** Reads the database's clock. Milliseconds since the epoch. @throws StoreError */
  now(): Promise<number>;
  /** Reads what was committed after a place; null if nothing was. @throws StoreError */
  read(after: FeedPlace): Promise<News | null>;
  /** Sends a message to all other processes. @throws StoreError */
  send(kind: string, body: string): Promise<void>;
  /** Calls a listener when there may be news. A hint: it may be missing. @returns a function that ends it */
  onHint(listener: () => void): () => void;
}

/** Time for which a lease holds. Milliseconds. */
export const LEASE_MS = 12_000;

/** Place in the stream of commits. */
export interface FeedPlace {
  readonly storeId: string;
  readonly revision: number;
  readonly stamp: number;
}

/** Commits and messages after a place. */
export interface News extends FeedPlace {
  /** Changes after the revision, in their order; null if some of them are no longer stored. */
  readonly changes: readonly RestoredChange[] | null;
  /** Sources whose state was committed; `state` is null for one that is gone. */
  readonly sources: readonly { readonly id: string; readonly state: string | null }[];
  /** Messages of other processes, in the order in which they were sent. */
  readonly messages: readonly { readonly kind: string; readonly body: string }[];
  /** False if there was more at the moment of reading. */
  readonly isAll: boolean;
}
