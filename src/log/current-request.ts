import { AsyncLocalStorage } from 'node:async_hooks';

/** Context of one HTTP request, until its response is sent. */
export interface CurrentRequest {
  /** The id in all its log lines, its audit records and its response. */
  readonly requestId: string;
  /** An id that clients cannot choose, for the audit log. */
  readonly ownId: string;
  /** The client's trace id or request id; null without either. */
  readonly clientId: string | null;
  /** Caller and address; null until they are known. */
  caller: string | null;
  address: string | null;
  /** Key that its caller is counted under; null until it is known. */
  callerKey: string | null;
  /** Type of its GraphQL operation; null until one is executed. */
  operationType: 'query' | 'mutation' | 'subscription' | null;
  /** Distinct codes of its errors. */
  codes: readonly string[];
  /** True if its log line is written. */
  isLogged: boolean;
  /** True if its client disconnected before the response. */
  isGone: boolean;
}

/** The request of the current asynchronous context. */
export const currentRequest = new AsyncLocalStorage<CurrentRequest>();
