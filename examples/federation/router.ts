import type { RequestListener } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import * as http from '@graphql-mesh/transport-http';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { gatewayConfig } from './gateway.config.ts';

/** Hive Gateway in this process, with GraphiQL from it, too: neither needs a network. */
export function createRouter(supergraph: string, query?: string): RequestListener {
  return createGatewayRuntime({
    ...gatewayConfig,
    supergraph,
    transports: { http },
    graphiql: { title: 'Company graph', defaultQuery: query },
    renderGraphiQL: (options) => renderGraphiQL(options),
    landingPage: false,
    // What goes wrong is in the answers.
    logging: false,
  });
}
