/** Every `extensions.code` that a client can meet. Closed: a new code is a change of the public contract. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'INVALID_ID'
  | 'INVALID_CURSOR'
  | 'CURSOR_EXPIRED'
  | 'NOT_FOUND'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'UPSTREAM_THROTTLED'
  | 'UPSTREAM_ACCESS_DENIED'
  | 'UPSTREAM_CREDENTIALS'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_ERROR'
  | 'QUERY_TOO_COMPLEX'
  | 'RATE_LIMITED'
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  | 'INTERNAL_SERVER_ERROR';

/** Extensions of an upstream error. They must not name hosts, endpoints or credentials. */
export interface UpstreamDetails {
  /** `appstream`, `ssm`, `workspaces` or `sts`. */
  readonly service: string;
  /** AWS's name of the operation: `DescribeSessions`. */
  readonly operation: string;
  /** AWS's request id, for a support case; absent if AWS did not answer. */
  readonly requestId?: string;
  /** Whether the same query may succeed a little later. */
  readonly retryable: boolean;
}

/** Extensions of a rejected request, and its HTTP response. */
export interface RejectionDetails {
  /** The limit that was exceeded. */
  readonly limit?: number;
  /** The actual value. */
  readonly actual?: number;
  /** The estimated AWS calls. */
  readonly cost?: number;
  /** Yoga takes it out of the answer. `spec`: the status is 200 where the client wants `application/json`. */
  readonly http?: {
    readonly status: number;
    readonly spec?: true;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

type Details = Partial<UpstreamDetails> & RejectionDetails;

/**
 * An error that clients may read: message and extensions leave the process, the cause goes to the log only.
 * graphql-js copies `extensions` by itself, so nobody below `server` has to know GraphQL in order to fail.
 */
export class GatewayError extends Error {
  readonly extensions: { readonly code: ErrorCode } & Details;

  constructor(code: ErrorCode, message: string, details?: Details, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GatewayError';
    this.extensions = { code, ...details };
  }

  get code(): ErrorCode {
    return this.extensions.code;
  }

  /** The same with a word on where it happened, for an answer that comes from several places. */
  at(place: string): GatewayError {
    const { code, ...details } = this.extensions;
    return new GatewayError(code, `${this.message.replace(/\.$/, '')} (${place}).`, details, { cause: this });
  }
}
