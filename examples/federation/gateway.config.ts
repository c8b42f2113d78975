import type { GatewayConfigSupergraph } from '@graphql-hive/gateway-runtime';

/**
 * Hive Gateway: `hive-gateway supergraph` beside this file and a composed `supergraph.graphql`. `npm run example:federation`
 * runs the same configuration in process.
 */
export const gatewayConfig: GatewayConfigSupergraph = {
  supergraph: './supergraph.graphql',
  propagateHeaders: {
    // Who asks is the gateway's to judge; the request's id joins the router's log to the gateway's and its audit log.
    fromClientToSubgraphs: ({ request, subgraphName }) =>
      subgraphName === 'sessions'
        ? { authorization: request.headers.get('authorization'), 'x-request-id': request.headers.get('x-request-id') }
        : {},
  },
  // Counts AWS calls: the gateway's `@cost` and `@listSize`. What says nothing costs nothing. Hive Gateway adds up the
  // requests to subgraphs as it sends them and counts entities once, however many there are: a floor, not a ceiling.
  demandControl: { maxCost: 1000, typeCost: () => 0, operationTypeCost: () => 0 },
  // Above the gateway's GATEWAY_DEADLINE_MS (9.5 s): what is late comes as a partial answer, not as the router's timeout.
  upstreamTimeout: 12_000,
  // No `upstreamRetry`: the gateway tries again by itself what is safe to try again, and a mutation is not.
};
