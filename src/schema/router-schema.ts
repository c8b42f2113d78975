import { readFileSync } from 'node:fs';
import {
  type GraphQLFieldConfig,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql';
import type { Context } from './builder/context.ts';
import { metered } from './cost/value-meter.ts';
import { REFERENCES, type References, resolveReferences } from './federation/references.ts';
import { ENTITIES } from './relay/entity.ts';
import { apiSchema } from './schema.ts';

/** File of the SDL for routers, which `npm run schema` writes. */
const SDL_FILE = new URL('../../schema.subgraph.graphql', import.meta.url);

let built: GraphQLSchema | undefined;

/**
 * Returns the schema that executes queries with `_entities` or `_service`: the API, and the two fields of the Federation
 * subgraph specification. Built on first use, in a millisecond: it shares all other types with the API's schema. Its SDL leaves
 * out `node` and `nodes`, because two subgraphs cannot both define them.
 */
export function routerSchema(): GraphQLSchema {
  built ??= build();
  return built;
}

function build(): GraphQLSchema {
  const { query, types, ...config } = apiSchema.toConfig();
  const fields = { ...query?.toConfig().fields, _entities: entitiesField(), _service: serviceField() };
  const routers = new GraphQLObjectType({ ...(query as GraphQLObjectType).toConfig(), fields });
  return new GraphQLSchema({ ...config, query: routers, types: [...types.filter((type) => type !== query), routers] });
}

function entitiesField(): GraphQLFieldConfig<unknown, Context, References> {
  const types = [...ENTITIES.keys()].sort().map((name) => apiSchema.getType(name) as GraphQLObjectType);
  const representation = new GraphQLScalarType({ name: '_Any', serialize: (value) => value });
  return {
    type: new GraphQLNonNull(new GraphQLList(new GraphQLUnionType({ name: '_Entity', types }))),
    args: {
      representations: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(representation))) },
    },
    extensions: REFERENCES,
    resolve: metered(resolveReferences as never) as never,
  };
}

function serviceField(): GraphQLFieldConfig<unknown, Context> {
  let sdl: string | undefined;
  const type = new GraphQLObjectType({
    name: '_Service',
    fields: {
      sdl: {
        type: GraphQLString,
        description:
          'The sdl representing the federated service capabilities. Includes federation directives, removes federation types, and includes rest of full schema after schema directives have been applied',
      },
    },
  });
  return {
    type: new GraphQLNonNull(type),
    resolve() {
      sdl ??= readFileSync(SDL_FILE, 'utf8');
      return { sdl };
    },
  };
}
