import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of one HTTP request, from when it comes in to when its answer has left. */
export interface CurrentRequest {
  /** In every line of the log that is written because of it, in the audit log, and in its answer. */
  readonly requestId: string;
  /** The gateway's own name for it, which no client can choose: for the audit log. */
  readonly ownId: string;
  /** The trace that it belongs to, or what its client calls it; null where it said neither. */
  readonly clientId: string | null;
  /** Who sent it, and from where; null for as long as that is not known. */
  caller: string | null;
  address: string | null;
  /** Of its GraphQL operation; null for as long as none is executed. */
  operationType: 'query' | 'mutation' | 'subscription' | null;
  /** Of its errors, each once. */
  codes: readonly string[];
  /** Whether it has had its line. */
  isLogged: boolean;
  /** Whether its client went away before the answer. */
  isGone: boolean;
}

/** Node carries it along through promises and timers, so that nothing in between has to hand it on. */
export const currentRequest = new AsyncLocalStorage<CurrentRequest>();
