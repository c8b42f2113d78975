import { type ErrorCode, GatewayError } from '../../errors/gateway-error.ts';
import { requestIdOf } from '../write-attempt.ts';
import { ERROR_NAMES } from './error-names.ts';
import { localFailure } from './local-failures.ts';

/** Facts about a failed call that clients may see. */
export interface FailedCall {
  readonly service: string;
  /** Name of the service in messages; `service` by default. */
  readonly serviceName?: string;
  readonly operation: string;
  /** True if the call had a NextToken: a rejected token is then CURSOR_EXPIRED. */
  readonly hadToken: boolean;
  /** True if the call writes. */
  readonly isWrite?: boolean;
}

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['UPSTREAM_THROTTLED', 'UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE']);

/** Codes of failures after which a write may have been executed. */
const MAY_BE_EXECUTED: ReadonlySet<ErrorCode> = new Set(['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE']);
const CHECK_FIRST = 'The change may have been made: check before you retry it.';

const MESSAGES: Partial<Record<ErrorCode, (call: FailedCall) => string>> = {
  UPSTREAM_THROTTLED: (call) => `${serviceNameOf(call)} throttles the gateway's calls. Retry a little later.`,
  UPSTREAM_ACCESS_DENIED: (call) => `The gateway is not allowed to call ${call.operation} of ${serviceNameOf(call)}.`,
  UPSTREAM_CREDENTIALS: (call) => `${serviceNameOf(call)} does not accept the gateway's credentials.`,
  UPSTREAM_TIMEOUT: (call) => `${serviceNameOf(call)} did not answer ${call.operation} in time.`,
  UPSTREAM_UNAVAILABLE: (call) => `${serviceNameOf(call)} could not answer ${call.operation}.`,
  NOT_FOUND: (call) => `${serviceNameOf(call)} has no resource of that name (${call.operation}).`,
  CURSOR_EXPIRED: () => 'This cursor has expired: restart the list without `after`.',
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
  const isOpen = call.isWrite && MAY_BE_EXECUTED.has(code);
  const details = {
    service: call.service,
    operation: call.operation,
    ...(requestId !== undefined && { requestId }),
    retryable,
  };
  return new GatewayError(code, isOpen ? `${text} ${CHECK_FIRST}` : text, details, { cause: error });
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
    MESSAGES[code]?.(call) ?? `${service} rejected ${call.operation}${AWS_NAME.test(name) ? `: ${name}` : ''}.`;
  return { code, text, retryable: RETRYABLE.has(code) };
}

/** Returns true if the SDK could not get credentials: AWS was not called then. */
function isOfCredentials(name: string): boolean {
  return /^(?:Credentials|Token)ProviderError$/.test(name);
}

/** Error names that are shown to clients; any server can choose another one, such as a host name. */
const AWS_NAME = /^[A-Z][A-Za-z0-9]{0,80}$/;

/** Creates the error of a call whose deadline was exceeded, while it waited for AWS or for the rate limiter. */
export function deadlineExceeded(call: FailedCall, isThrottled: boolean): GatewayError {
  const name = isThrottled ? 'ThrottlingException' : 'TimeoutError';
  return translateError(new DOMException('The deadline of the request was exceeded', name), call);
}

function codeOf(name: string, message: string, status: number | undefined, call: FailedCall): ErrorCode {
  // AppStream and WorkSpaces declare no error for a bad NextToken: they reject a parameter, and name it in the text.
  const rejectsToken = call.hadToken && /token/i.test(message) && /^(Validation|InvalidParameter)/.test(name);
  if (rejectsToken) return 'CURSOR_EXPIRED';
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

/** Reads the members of an error: SDK errors have `$metadata`, network errors a `code`; both are typed as `Error`. */
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
