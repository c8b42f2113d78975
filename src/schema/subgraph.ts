import DirectivesPlugin from '@pothos/plugin-directives';
import FederationPlugin from '@pothos/plugin-federation';
import type { GraphQLSchema } from 'graphql';
import './federation/subgraph-plugin.ts';
import { builder } from './builder/builder.ts';
import { sortedSdl } from './federation/sorted-sdl.ts';
import { ENTITIES } from './relay/entity.ts';
import './schema.ts';

/** Newest federation version that routers and composition support; `@cost` and `@listSize` need 2.9. */
const FEDERATION = 'https://specs.apollo.dev/federation/v2.12';

/** Federation directives that the schema uses. */
const DIRECTIVES = ['@key', '@shareable', '@tag', '@cost', '@listSize', '@requiresScopes'];

let built: GraphQLSchema | undefined;

/**
 * Returns the API for routers, an Apollo Federation 2 subgraph with its directives. For `npm run schema` and tests: it takes the
 * libraries of federation and a third of a second. The gateway serves the SDL from the file that is written, and executes
 * queries of routers with `routerSchema`.
 */
export function subgraphSchema(): GraphQLSchema {
  built ??= build();
  return built;
}

/** Prints the subgraph in a stable order: Pothos prints types and fields in the order of their files. */
export function subgraphSdl(): string {
  const resolve = subgraphSchema().getQueryType()?.getFields()._service?.resolve as
    | (() => { readonly sdl: string })
    | undefined;
  if (!resolve) throw new Error('The subgraph has no SDL.');
  return sortedSdl(resolve().sdl);
}

function build(): GraphQLSchema {
  // Hooks run from the last plugin to the first: `subgraph` and FederationPlugin declare directives before DirectivesPlugin
  // writes them, and `access` declares scopes before all three.
  builder.options.plugins = [DirectivesPlugin, FederationPlugin, 'subgraph', ...(builder.options.plugins ?? [])];
  for (const { ref, keys } of ENTITIES.values()) {
    const key = keys.map((field) => builder.selection<{ key: string }>(field as 'key'));
    builder.asEntity(ref, { key, resolveReference: () => null });
  }
  return builder.toSubGraphSchema({
    sortSchema: true,
    forRouters: true,
    linkUrl: FEDERATION,
    federationDirectives: DIRECTIVES,
  });
}
