import type { Plugin } from 'graphql-yoga';
import { apiSchema } from '../../schema/schema.ts';
import { routerSchema } from '../../schema/subgraph.ts';
import type { RequestContext } from '../context/request-context.ts';

/** What only a router asks for. */
const OF_ROUTERS = /\b_(?:entities|service)\b/;

/**
 * Routers and clients come to one URL. What asks for entities or for the subgraph's SDL is answered by the subgraph;
 * everything else, also of a router, by the API, so that whoever explores it is not shown a router's business.
 */
export function useSubgraph(): Plugin<object, RequestContext> {
  return {
    onEnveloped({ context, setSchema }) {
      const { query } = (context as { params?: { query?: string } } | undefined)?.params ?? {};
      setSchema(OF_ROUTERS.test(query ?? '') ? routerSchema() : apiSchema);
    },
  };
}
