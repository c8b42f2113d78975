import type { Plugin } from 'graphql-yoga';
import { GatewayError } from '../../errors/gateway-error.ts';

/** Headers that cause a preflight request, which this gateway never allows. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name', 'x-graphql-yoga-csrf'];

/**
 * Rejects queries by GET from pages of other sites. Such a page can neither read answers nor send JSON, but could have a query
 * executed as the URL of an image. Browsers send `Sec-Fetch-Site`; other clients do not.
 */
export function useSameOrigin(): Plugin {
  return {
    onParams({ request: { method, headers } }) {
      if (method !== 'GET') return;
      const isCrossSite = /^(?:cross-site|same-site)$/.test(headers.get('sec-fetch-site') ?? '');
      if (!isCrossSite || PREFLIGHT_HEADERS.some((name) => headers.get(name) !== null)) return;
      throw new GatewayError('FORBIDDEN', "Queries by GET from another site's page are rejected.", {
        http: { status: 403 },
      });
    },
  };
}
