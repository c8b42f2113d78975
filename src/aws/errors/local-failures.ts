import type { ErrorCode } from '../../errors/gateway-error.ts';
import { type FailureKind, UpstreamFailure } from './upstream-failure.ts';

/** The meaning of an error that AWS did not send: before the call, in transit, or in place of an answer. */
export interface LocalFailure {
  readonly code: ErrorCode;
  /** @param service as people call it */
  readonly message: (service: string, operation: string) => string;
  /** Set where the code's default does not apply: a failure that needs an operator is not retried. */
  readonly retryable?: false;
}

const CREDENTIALS: LocalFailure = {
  code: 'UPSTREAM_CREDENTIALS',
  message: (service) =>
    `The gateway has no AWS credentials to call ${service} with: its keys, profile, role or sign-in have to be set or renewed.`,
};
const TLS: LocalFailure = {
  code: 'UPSTREAM_UNAVAILABLE',
  message: (service) =>
    `There is no trusted connection to ${service}: what answered shows no certificate that the gateway accepts.`,
  retryable: false,
};

const FAILURES: Readonly<Record<FailureKind, LocalFailure>> = {
  CONFIGURATION: {
    code: 'UPSTREAM_ERROR',
    message: (service, operation) =>
      `${operation} was not sent to ${service}: the gateway's AWS configuration cannot work. Its region, endpoint and FIPS settings have to be put right.`,
    retryable: false,
  },
  NOT_AWS: {
    code: 'UPSTREAM_ERROR',
    message: (service, operation) =>
      `What answered ${operation} is not ${service}: the gateway's AWS endpoint, and proxies on the way there, have to be checked.`,
  },
  PROXY: {
    code: 'UPSTREAM_UNAVAILABLE',
    message: (service) =>
      `The proxy between the gateway and ${service} refuses the connection: the gateway's proxy settings have to be checked.`,
    retryable: false,
  },
  TOO_LARGE: {
    code: 'UPSTREAM_ERROR',
    message: (service, operation) => `The answer of ${service} to ${operation} is larger than the gateway reads.`,
  },
  TOO_SLOW: {
    code: 'UPSTREAM_TIMEOUT',
    message: (service, operation) => `${service} did not finish its answer to ${operation} in time.`,
  },
};

/** By the names and codes of errors of the SDK, Node and OpenSSL. */
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

/** Errors of JavaScript itself: no service has one of these names. */
const BUILT_IN = /^(?:Syntax|Type|Range|Reference|URI|Eval|Aggregate)?Error$/;

/**
 * @param error as the SDK throws it
 * @returns null for AWS's own errors, and for those of the network, which have names of their own
 */
export function localFailure(error: unknown): LocalFailure | null {
  if (error instanceof UpstreamFailure) return ofStatus(error.status) ? null : FAILURES[error.kind];
  if (!(error instanceof Error)) return FAILURES.CONFIGURATION;
  const { code, $fault, $metadata } = error as Error & SdkError;
  const names = [code, error.name].filter((name) => typeof name === 'string');
  const known = PATTERNS.find(([pattern]) => names.some((name) => pattern.test(name)));
  if (known) return known[1];
  if ($fault !== undefined || !BUILT_IN.test(error.name)) return null;
  // Something answered, and the SDK could make nothing of it; or nothing did, and the request could not be made.
  return $metadata?.httpStatusCode === undefined ? FAILURES.CONFIGURATION : FAILURES.NOT_AWS;
}

interface SdkError {
  readonly code?: unknown;
  /** Of AWS's own errors. */
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Load balancers answer for AWS while it is down or overrun, in HTML: their status is AWS's word. */
function ofStatus(status: number | undefined): boolean {
  return status === 429 || (status !== undefined && status >= 500);
}
