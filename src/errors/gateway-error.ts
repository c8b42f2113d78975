/** Values of `extensions.code`. A closed list: a new code is a change of the public contract. */
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
  | 'SERVICE_DISABLED'
  | 'TOO_MANY_STREAMS'
  | 'SERVICE_DISABLED'
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
  /** True if the same query may succeed a little later. */
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
  /** HTTP response, which Yoga removes from the answer. `spec`: the status is 200 if the client accepts `application/json`. */
  readonly http?: {
    readonly status: number;
    readonly spec?: true;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

type Details = Partial<UpstreamDetails> & RejectionDetails;

/**
 * Error for clients: message and extensions are part of the answer, the cause is for the log only. graphql-js copies
 * `extensions`, so modules below `server` do not depend on GraphQL errors.
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

  /** Returns a copy whose message names its origin, for an answer from several AWS locations. */
  at(origin: string): GatewayError {
    const { code, ...details } = this.extensions;
    return new GatewayError(code, `${this.message.replace(/\.$/, '')} (${origin}).`, details, { cause: this });
  }
}
