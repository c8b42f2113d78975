import type { GatewayError } from '../../errors/gateway-error.ts';
import type { Cacheable } from '../client.ts';
import type { ObservedCall } from '../observer.ts';
import type { RequestCalls } from '../request-calls.ts';
import type { CostItem } from '../upstream-costs.ts';
import type { Partition } from './partitions.ts';

/** AWS call in the pipeline. */
export interface AwsCall extends ObservedCall {
  readonly input: object;
  /** The GraphQL request that makes the call. */
  readonly request: RequestCalls;
  readonly partition: Partition;
  readonly waiters: Waiters;
  /** True if it may be retried after a timeout or a failure of AWS. Throttled calls were not executed and are always retried. */
  readonly isIdempotent: boolean;
  /** The number of the current attempt; 1 is the first. */
  readonly attempt: number;
  /** Sends the SDK command once. */
  readonly send: (signal: AbortSignal) => Promise<object>;
  /** Adds to the costs of the request, and reports to the observer. */
  record(item: CostItem, amount?: number): void;
  translate(error: unknown): GatewayError;
  /** Creates the error of an exceeded deadline: UPSTREAM_THROTTLED if its rate is limited, else UPSTREAM_TIMEOUT. */
  deadlineExceeded(): GatewayError;
}

/** Waiters of a call: one request, or all readers of a coalesced call. */
export interface Waiters {
  /** Aborted when the last waiter has left. */
  readonly signal: AbortSignal;
  /** Latest deadline of the waiters, by `performance.now()`. */
  readonly endsAt: number;
  /** Error of the last attempt while the next one is in flight; a waiter gets it if its deadline passes meanwhile. */
  lastFailure: Error | undefined;
}

export interface ReadCall extends AwsCall {
  /** Identifies the answer: service, location, generation of its kind, operation and input. */
  readonly key: string;
  readonly cacheable: Cacheable;
  /** True if it continues from a client's cursor: see `AwsRead`. */
  readonly resumes: boolean;
  /** Set if the request has asked for fresh answers of this kind. */
  readonly refresh: Refresh | undefined;
}

/** The time from which on a request accepts no older answers of one kind. */
export interface Refresh {
  readonly id: number;
  /** Keys of the reads that AWS has answered since: those answers may be served from the cache. */
  readonly answered: Set<string>;
}

/** Returns true if a read has to bypass the cache and all calls that began before its refresh. */
export function bypassesCache({ refresh, key }: ReadCall): boolean {
  return refresh !== undefined && !refresh.answered.has(key);
}

export interface WriteCall extends AwsCall {
  /** Cache kinds that the write may change. */
  readonly changes: readonly string[];
  /** Called just before each attempt. */
  readonly onSend: (() => void) | undefined;
}
