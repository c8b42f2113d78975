import { type ErrorCode, GatewayError } from '../../errors/gateway-error.ts';
import { requestIdOf } from '../write-attempt.ts';
import { ERROR_NAMES } from './error-names.ts';
import { localFailure } from './local-failures.ts';

/** The failed call, as far as clients may know it. */
export interface FailedCall {
  readonly service: string;
  /** Name of the service in messages; `service` by default. */
  readonly serviceName?: string;
  readonly operation: string;
  /** Whether the call had a NextToken: a rejected token is then CURSOR_EXPIRED. */
  readonly hadToken: boolean;
  /** Whether the call writes. */
  readonly isWrite?: boolean;
}

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['UPSTREAM_THROTTLED', 'UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE']);

/** Failures after which a write may have been executed. */
const FATE_UNKNOWN: ReadonlySet<ErrorCode> = new Set(['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE']);
const LOOK_FIRST = 'It may have been done all the same: look before you repeat it.';

const MESSAGES: Partial<Record<ErrorCode, (call: FailedCall) => string>> = {
  UPSTREAM_THROTTLED: (call) => `${serviceNameOf(call)} is refusing calls: too many at once. Try again a little later.`,
  UPSTREAM_ACCESS_DENIED: (call) => `The gateway is not allowed to call ${call.operation} of ${serviceNameOf(call)}.`,
  UPSTREAM_CREDENTIALS: (call) => `${serviceNameOf(call)} does not accept the gateway's credentials.`,
  UPSTREAM_TIMEOUT: (call) => `${serviceNameOf(call)} did not answer ${call.operation} in time.`,
  UPSTREAM_UNAVAILABLE: (call) => `${serviceNameOf(call)} could not answer ${call.operation}.`,
  NOT_FOUND: (call) => `${serviceNameOf(call)} knows nothing of that name (${call.operation}).`,
  CURSOR_EXPIRED: () => 'This cursor has expired: start again without `after`.',
};

function serviceNameOf({ service, serviceName = service }: FailedCall): string {
  return serviceName;
}

/**
 * Translates any failure of an AWS call to an error for clients. AWS's own message stays in `cause`, for the log: it can
 * name hosts, roles and accounts.
 */
export function translateError(error: unknown, call: FailedCall): GatewayError {
  if (error instanceof GatewayError) return error;
  const described = describe(error);
  const { code, text, retryable } = meaningOf(error, described, call);
  const { requestId } = described;
  const isOpen = call.isWrite && FATE_UNKNOWN.has(code);
  const details = {
    service: call.service,
    operation: call.operation,
    ...(requestId !== undefined && { requestId }),
    retryable,
  };
  return new GatewayError(code, isOpen ? `${text} ${LOOK_FIRST}` : text, details, { cause: error });
}

interface Meaning {
  readonly code: ErrorCode;
  readonly text: string;
  readonly retryable: boolean;
}

function meaningOf(error: unknown, { name, message, status }: Described, call: FailedCall): Meaning {
  const service = serviceNameOf(call);
  const local = ERROR_NAMES.has(name) && !isOfCredentials(name) ? null : localFailure(error);
  if (local) {
    const { code, retryable = RETRYABLE.has(code) } = local;
    return { code, text: local.message(service, call.operation), retryable };
  }
  const code = codeOf(name, message, status, call);
  const text =
    MESSAGES[code]?.(call) ?? `${service} refused ${call.operation}${AWS_NAME.test(name) ? `: ${name}` : ''}.`;
  return { code, text, retryable: RETRYABLE.has(code) };
}

/** Tells whether the SDK could not get credentials: AWS was not called then. */
function isOfCredentials(name: string): boolean {
  return /^(?:Credentials|Token)ProviderError$/.test(name);
}

/** Error names that are shown to clients; any server can choose another one, such as a host name. */
const AWS_NAME = /^[A-Z][A-Za-z0-9]{0,80}$/;

/** Makes the error of a call whose deadline has passed, while AWS did not answer or the rate limiter held it back. */
export function deadlineExceeded(call: FailedCall, isThrottled: boolean): GatewayError {
  const name = isThrottled ? 'ThrottlingException' : 'TimeoutError';
  return translateError(new DOMException('The request ran out of time', name), call);
}

function codeOf(name: string, message: string, status: number | undefined, call: FailedCall): ErrorCode {
  // AppStream and WorkSpaces declare no error for a bad NextToken: they refuse a parameter, and name it in the text.
  const refusesToken = call.hadToken && /token/i.test(message) && /^(Validation|InvalidParameter)/.test(name);
  if (refusesToken) return 'CURSOR_EXPIRED';
  const known = ERROR_NAMES.get(name);
  if (known !== undefined) return known;
  if (status === 429) return 'UPSTREAM_THROTTLED';
  if (status !== undefined && status >= 500) return 'UPSTREAM_UNAVAILABLE';
  return 'UPSTREAM_ERROR';
}

interface Described {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
}

/** SDK errors carry `$metadata`, network errors a `code`; both are plain `Error`s to the type system. */
function describe(error: unknown): Described {
  if (!(error instanceof Error))
    return { name: 'Error', message: String(error), status: undefined, requestId: undefined };
  const { code, status, $metadata } = error as Error & {
    code?: unknown;
    status?: number;
    $metadata?: { httpStatusCode?: number };
  };
  // The SDK calls a reset connection a TimeoutError; its code says what it was.
  const name = typeof code === 'string' && ERROR_NAMES.has(code) ? code : error.name;
  return { name, message: error.message, status: $metadata?.httpStatusCode ?? status, requestId: requestIdOf(error) };
}
