import type { ErrorCode } from '../../errors/gateway-error.ts';
import { type FailureKind, UpstreamFailure } from './upstream-failure.ts';

/** Code and message of an error that AWS did not send: before the call, in transit, or instead of an answer. */
export interface LocalFailure {
  readonly code: ErrorCode;
  /** @param service display name: `AppStream` */
  readonly message: (service: string, operation: string) => string;
  /** Set where the code's default does not apply: a failure that needs an operator is not retried. */
  readonly retryable?: false;
}

const CREDENTIALS: LocalFailure = {
  code: 'UPSTREAM_CREDENTIALS',
  message: (service) =>
    `The gateway has no AWS credentials for ${service}: set or renew its keys, profile, role or sign-in.`,
};
const TLS: LocalFailure = {
  code: 'UPSTREAM_UNAVAILABLE',
  message: (service) =>
    `There is no trusted connection to ${service}: the gateway does not accept the certificate of the server.`,
  retryable: false,
};

const FAILURES: Readonly<Record<FailureKind, LocalFailure>> = {
  CONFIGURATION: {
    code: 'UPSTREAM_ERROR',
    message: (service, operation) =>
      `${operation} was not sent to ${service}: the gateway's AWS configuration is invalid. Check its region, endpoint and FIPS settings.`,
    retryable: false,
  },
  NOT_AWS: {
    code: 'UPSTREAM_ERROR',
    message: (service, operation) =>
      `The answer to ${operation} is not from ${service}: check the gateway's AWS endpoint and proxies.`,
  },
  PROXY: {
    code: 'UPSTREAM_UNAVAILABLE',
    message: (service) =>
      `The proxy between the gateway and ${service} rejects the connection: check the gateway's proxy settings.`,
    retryable: false,
  },
  TOO_LARGE: {
    code: 'UPSTREAM_ERROR',
    message: (service, operation) =>
      `The answer of ${service} to ${operation} exceeds the size that the gateway reads.`,
  },
  TOO_SLOW: {
    code: 'UPSTREAM_TIMEOUT',
    message: (service, operation) => `${service} did not finish its answer to ${operation} in time.`,
  },
  TOO_MANY: {
    code: 'UPSTREAM_UNAVAILABLE',
    message: (service, operation) =>
      `The gateway reads too many large answers at present to read that of ${service} to ${operation}. Retry a little later.`,
  },
};

/** Failures by names and codes of errors of the SDK, Node and OpenSSL. */
const PATTERNS: readonly (readonly [RegExp, LocalFailure])[] = [
  [/^(?:CredentialsProviderError|TokenProviderError|ProviderError|ENOENT|EACCES|EISDIR)$/, CREDENTIALS],
  [/^ERR_PROXY_/, FAILURES.PROXY],
  [
    /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|CRL_|INVALID_CA$|HOSTNAME_MISMATCH$|PATH_LENGTH_EXCEEDED$)/,
    TLS,
  ],
  [/^(?:HPE_|ERR_HTTP_|ERR_INVALID_HTTP)/, FAILURES.NOT_AWS],
  [
    /^(?:EndpointError|ERR_INVALID_URL|ERR_INVALID_PROTOCOL|ERR_UNESCAPED_CHARACTERS|ERR_SOCKET_BAD_PORT)$/,
    FAILURES.CONFIGURATION,
  ],
];

/** Names of JavaScript's own errors; no service has one of them. */
const BUILT_IN = /^(?:Syntax|Type|Range|Reference|URI|Eval|Aggregate)?Error$/;

/**
 * Classifies an error that AWS did not send.
 *
 * @param error as the SDK throws it
 * @returns null for errors of AWS, and for network errors, which are classified by name
 */
export function localFailure(error: unknown): LocalFailure | null {
  if (error instanceof UpstreamFailure) return isLoadBalancer(error.status) ? null : FAILURES[error.kind];
  if (!(error instanceof Error)) return FAILURES.CONFIGURATION;
  const { code, $fault, $metadata } = error as Error & SdkError;
  const names = [code, error.name].filter((name) => typeof name === 'string');
  const known = PATTERNS.find(([pattern]) => names.some((name) => pattern.test(name)));
  if (known) return known[1];
  if ($fault !== undefined || !BUILT_IN.test(error.name)) return null;
  // With a status, the SDK could not parse the answer; without one, it could not send the request.
  return $metadata?.httpStatusCode === undefined ? FAILURES.CONFIGURATION : FAILURES.NOT_AWS;
}

interface SdkError {
  readonly code?: unknown;
  /** Set on errors of AWS only. */
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Recognises load balancers that answer for AWS, in HTML, while it is down or overloaded: their status counts as AWS's. */
function isLoadBalancer(status: number | undefined): boolean {
  return status === 429 || (status !== undefined && status >= 500);
}
