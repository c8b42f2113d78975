import type { GatewayError } from '../../errors/gateway-error.ts';

/** Answer to a request that admission rejects. */
export interface RejectedRequest {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const GRAPHQL = 'application/graphql-response+json';
/** `Retry-After` while callers cannot be authenticated. Seconds. */
const RETRY_AFTER_S = 5;

/** Follows RFC 6750: the challenge names the error of a token that was sent, and none where no token was. */
export function rejectedRequest(
  error: GatewayError,
  { authorization, accept }: { readonly authorization?: string | undefined; readonly accept?: string | undefined },
): RejectedRequest {
  const type = accept?.includes(GRAPHQL) ? GRAPHQL : 'application/json';
  const isUnknown = error.code === 'UNAUTHENTICATED';
  const { http, ...extensions } = error.extensions;
  const { message } = error;
  return {
    status: isUnknown ? 401 : (http?.status ?? 503),
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      ...(isUnknown
        ? { 'www-authenticate': challenge(message, authorization) }
        : (http?.headers ?? { 'retry-after': String(RETRY_AFTER_S) })),
    },
    body: JSON.stringify({ errors: [{ message, extensions }] }),
  };
}

function challenge(message: string, authorization = ''): string {
  const realm = 'Bearer realm="session-gateway"';
  if (!/^Bearer\b/i.test(authorization)) return realm;
  return `${realm}, error="invalid_token", error_description="${message}"`;
}
