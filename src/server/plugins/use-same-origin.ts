import type { Plugin } from 'graphql-yoga';
import { GatewayError } from '../../errors/gateway-error.ts';

/** A browser asks before it sends one of these to another site, and this gateway never allows it. */
const ASKED_FIRST = ['apollo-require-preflight', 'x-apollo-operation-name', 'x-graphql-yoga-csrf'];

/**
 * A page of another site cannot read this gateway, and cannot send JSON. It could still have queries executed by GET, as the
 * address of a picture. A browser says so in `Sec-Fetch-Site`; other programs do not send that header.
 */
export function useSameOrigin(): Plugin {
  return {
    onParams({ request: { method, headers } }) {
      if (method !== 'GET') return;
      const isForeign = /^(?:cross-site|same-site)$/.test(headers.get('sec-fetch-site') ?? '');
      if (!isForeign || ASKED_FIRST.some((name) => headers.get(name) !== null)) return;
      throw new GatewayError('FORBIDDEN', "Another site's page may not ask by GET.", { http: { status: 403 } });
    },
  };
}
