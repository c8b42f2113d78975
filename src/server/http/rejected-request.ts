import type { GatewayError } from '../../errors/gateway-error.ts';

/** The answer to a request that does not come to execution because of who asks. */
export interface Refused {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const GRAPHQL = 'application/graphql-response+json';
/** When to ask again where nobody can be told apart for the moment. Seconds. */
const RETRY_AFTER_S = 5;

/** As RFC 6750 has it: what is wrong is said of a token that was sent, and only that one is wanted where none was. */
export function refusedRequest(
  error: GatewayError,
  { authorization, accept }: { readonly authorization?: string | undefined; readonly accept?: string | undefined },
): Refused {
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
