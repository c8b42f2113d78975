/** State of a process among those that share a store, for metrics. */
export interface ReplicaStatus {
  /** Services and locations that it reads. */
  readonly leases: number;
  readonly leaseChanges: LeaseChanges;
  /** Time since it has last known all that was committed. Milliseconds. */
  readonly lagMs: number;
  /** Time by which its clock is ahead of the database's. Milliseconds. */
  readonly aheadMs: number;
}

/** Number of leases that were taken, were given up or expired, and were found lost by a commit. */
export interface LeaseChanges {
  readonly taken: number;
  readonly given_up: number;
  readonly fenced: number;
}
