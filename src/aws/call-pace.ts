import type { AwsLocation } from './location.ts';

/** Calls that AWS's rate limits count together: those of a service, account and region. */
export interface PacedPartition extends AwsLocation {
  readonly service: string;
}

/** Spaces the calls of a background reader, in addition to the rate limiter. Clients' requests have none. */
export interface CallPace {
  /**
   * Resolves when one attempt may be sent; rejects when `signal` is aborted first.
   *
   * @returns a function to call once the attempt has been answered or has failed
   */
  acquire(partition: PacedPartition, signal: AbortSignal): Promise<() => void>;
}
