/** Milliseconds since the epoch. */
export type Timestamp = number;

/** Moment between two observations. `after` is null where nothing was observed before. */
export interface StoredBounds {
  readonly after: Timestamp | null;
  readonly before: Timestamp;
}

/** Session as table `session` has it, except what changes add up to: its end, and the number of its connections. */
export interface StoredSession {
  /** Node id. */
  readonly id: string;
  /** GraphQL type. */
  readonly type: string;
  readonly service: string;
  readonly accountId: string;
  readonly region: string;
  readonly sourceId: string;
  readonly sessionId: string;
  readonly userName: string | null;
  /** Fleet, pool or target: what it runs on. */
  readonly resource: string | null;
  readonly fleetName: string | null;
  readonly stackName: string | null;
  readonly poolId: string | null;
  readonly target: string | null;
  readonly instanceId: string | null;
  readonly status: string;
  readonly statusSince: StoredBounds;
  /** Start time that AWS gives. */
  readonly startedAt: Timestamp | null;
  readonly started: StoredBounds;
  readonly firstSeenAt: Timestamp;
  /** Last time at which it was certainly there. */
  readonly lastSeenAt: Timestamp;
  readonly expiresAt: Timestamp | null;
  /** True while it is in the live index, ended or not. */
  readonly isListed: boolean;
  /** Session as JSON, from which the live index is restored; null once it left the live index, because it holds AWS's members. */
  readonly body: string | null;
}

/** Effect of a change on the end of a session. `keep`: none; null: it is there again. */
export type StoredEnd = 'keep' | null | (StoredBounds & { readonly reason: string });

/** Change of one session. */
export interface StoredChange {
  /** Session after the change. */
  readonly session: StoredSession;
  readonly end: StoredEnd;
  /** True if the session is another one than the ended one with its id, which keeps its record under another id. */
  readonly isAnew?: boolean;
  /** Status that begins with the change; null: the last one ends; `keep`: it lasts. */
  readonly status: 'keep' | null | { readonly name: string; readonly isConnected: boolean };
  /** Time at which the status before ended, and this one began. */
  readonly statusAt: StoredBounds;
  /** Change as JSON, for clients that resume; null where the store does not outlive the process. */
  readonly body: string | null;
}

/** Source that was scanned, or whose state has changed. */
export interface StoredSource {
  readonly id: string;
  readonly service: string;
  readonly accountId: string | null;
  readonly region: string;
  /** Start of its last complete scan; null before the first. */
  readonly asOf: Timestamp | null;
  /** Longest time between two scans in which the source counts as observed. Milliseconds. */
  readonly gapMs: number;
  /** State as JSON. */
  readonly state: string;
}

/** Changes that are committed together. */
export interface StoreCommit {
  /** Number of the commit, greater than those before: a commit that is tried again has the same. */
  readonly number: number;
  readonly committedAt: Timestamp;
  readonly changes: readonly StoredChange[];
  readonly sources: readonly StoredSource[];
  /** Ids of sources that no longer exist. */
  readonly removedSources: readonly string[];
  /** Leases of what it changes, all of which must hold; none where no other process writes. */
  readonly leases?: readonly Lease[];
}

/** Right of one process to read and write a service and location. */
export interface Lease {
  /** Id of the list of its sources. */
  readonly unit: string;
  /** Number of holders so far: a former holder has a smaller one. */
  readonly epoch: number;
}

/** Place of a commit: its changes have the revisions after `from` up to `to`. */
export interface Committed {
  readonly from: number;
  readonly to: number;
}
