import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type GraphQLUnionType,
  getNamedType,
} from 'graphql';
import { GatewayError } from '../errors/gateway-error.ts';
import { checkAccess } from './access/access-check.ts';
import { acceptNewerValues } from './builder/aws-enum.ts';
import { builder } from './builder/builder.ts';
import type { Context } from './builder/context.ts';
import { itemsOf } from './cost/cost.ts';
import { encodeIdsOnce } from './ids/known-ids.ts';
import './schema.ts';
import { meterLists } from './cost/value-meter.ts';
import { sortedSdl } from './federation/sorted-sdl.ts';

/** Newest federation version that routers and composition support; `@cost` and `@listSize` need 2.9. */
const FEDERATION = 'https://specs.apollo.dev/federation/v2.12';

/** Federation directives that the schema uses. */
const DIRECTIVES = ['@key', '@shareable', '@tag', '@cost', '@listSize', '@requiresScopes'];

let built: GraphQLSchema | undefined;
let executed: GraphQLSchema | undefined;

/** Returns the API for routers: an Apollo Federation 2 subgraph. Built on first use, which is before the process is ready. */
export function subgraphSchema(): GraphQLSchema {
  built ??= build(true);
  return built;
}

/**
 * Returns the schema that executes queries with `_entities` or `_service`: the subgraph, and `node` and `nodes`, which its SDL
 * leaves out because two subgraphs cannot both define them.
 */
export function routerSchema(): GraphQLSchema {
  executed ??= withSdl(build(false), subgraphSdl());
  return executed;
}

/** Prints the subgraph in a stable order, for `schema.subgraph.graphql` and `_service`. */
export function subgraphSdl(): string {
  return sdlOf(subgraphSchema());
}

function build(forRouters: boolean): GraphQLSchema {
  const schema = builder.toSubGraphSchema({
    sortSchema: true,
    forRouters,
    linkUrl: FEDERATION,
    federationDirectives: DIRECTIVES,
  });
  rejectUnknownTypes(schema);
  sortSdl(schema);
  return encodeIdsOnce(meterLists(acceptNewerValues(checkAccess(schema))));
}

interface Args {
  readonly representations: readonly unknown[];
}

/** Rejects references to unknown types one by one; @apollo/subgraph would fail all references with an internal error. */
function rejectUnknownTypes(schema: GraphQLSchema): void {
  const { _entities } = queryFields(schema);
  if (!_entities) throw new Error('The subgraph has no entities.');
  const names = new Set((getNamedType(_entities.type) as GraphQLUnionType).getTypes().map(({ name }) => name));
  _entities.extensions = { ..._entities.extensions, complexity: costOfReferences, ...REFERENCES };
  const resolveAll = (_entities.resolve ?? defaultFieldResolver) as GraphQLFieldResolver<unknown, Context, Args>;

  _entities.resolve = (root, { representations }: Args, context: Context, info) => {
    const known = new Map<string, Promise<unknown>>();
    return representations.map((representation) => {
      // Equal references are resolved once.
      const key = JSON.stringify(representation);
      const entity = known.get(key) ?? resolve(representation);
      known.set(key, entity);
      return entity;
    });

    async function resolve(representation: unknown): Promise<unknown> {
      const typename = typenameOf(representation);
      if (!names.has(typename as string)) return notAnEntity(typename);
      const [found] = resolveAll(root, { representations: [representation] }, context, info) as unknown[];
      // Returns an error as a value: compiled code (graphql-jit) moves a rejected promise to the end of the list.
      return Promise.resolve(found).catch((error: Error) => error);
    }
  };
}

const REFERENCES = itemsOf<Args>(({ representations }) => representations.length);

/** Number of users that count as one: their sessions are read from the same lists, but each list is filtered for each user. */
const USERS_PER_COST = 4;

/** Cost of references: one AWS call and the cost of the selection for each resource, as for `nodes`; users count together. */
function costOfReferences({ representations }: Args) {
  const users = representations.filter((each) => typenameOf(each) === 'User').length;
  const resources = representations.length - users;
  return { field: resources, multiplier: resources + Math.ceil(users / USERS_PER_COST) };
}

function typenameOf(representation: unknown): unknown {
  return (representation as { readonly __typename?: unknown } | null)?.__typename;
}

/** Characters of an unknown typename in the error message. */
const MAX_SHOWN = 100;

function notAnEntity(typename: unknown): GatewayError {
  const shown = typeof typename === 'string' ? JSON.stringify(typename.slice(0, MAX_SHOWN)) : 'not a string';
  return new GatewayError('BAD_USER_INPUT', `\`__typename\` is ${shown}, which is no entity here.`);
}

/** Sorts the SDL of `_service`: Pothos prints types and fields in the order of their files. */
function sortSdl(schema: GraphQLSchema): void {
  const { _service } = queryFields(schema);
  const sdl = sortedSdl(sdlOf(schema));
  if (_service) _service.resolve = () => ({ sdl });
}

function withSdl(schema: GraphQLSchema, sdl: string): GraphQLSchema {
  const { _service } = queryFields(schema);
  if (_service) _service.resolve = () => ({ sdl });
  return schema;
}

function sdlOf(schema: GraphQLSchema): string {
  const resolve = queryFields(schema)._service?.resolve as (() => { readonly sdl: string }) | undefined;
  if (!resolve) throw new Error('The subgraph has no SDL.');
  return resolve().sdl;
}

function queryFields(schema: GraphQLSchema) {
  return schema.getQueryType()?.getFields() ?? {};
}
