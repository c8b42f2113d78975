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

/** The newest that routers and composers know together with `@cost` and `@listSize`, which are of 2.9. */
const FEDERATION = 'https://specs.apollo.dev/federation/v2.12';

/** Federation directives that the schema uses. */
const DIRECTIVES = ['@key', '@shareable', '@tag', '@cost', '@listSize', '@requiresScopes'];

let built: GraphQLSchema | undefined;
let executed: GraphQLSchema | undefined;

/** The API as a router sees it: an Apollo Federation 2 subgraph. Made when first asked for: a process asks before it is ready. */
export function subgraphSchema(): GraphQLSchema {
  built ??= build(true);
  return built;
}

/**
 * What answers a query with `_entities` or `_service` in it: the subgraph, and what its SDL leaves out because two subgraphs
 * cannot both define it. A query may hold `node`, too.
 */
export function routerSchema(): GraphQLSchema {
  executed ??= withSdl(build(false), subgraphSdl());
  return executed;
}

/** The same as text, in a stable order: `schema.subgraph.graphql`, and what `_service` answers. */
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
  refuseUnknownTypes(schema);
  sortSdl(schema);
  return encodeIdsOnce(meterLists(acceptNewerValues(checkAccess(schema))));
}

interface Args {
  readonly representations: readonly unknown[];
}

/** Fails a reference to an unknown type alone; @apollo/subgraph would fail all references with an internal error. */
function refuseUnknownTypes(schema: GraphQLSchema): void {
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
      // As a value: compiled code puts a promise that is rejected behind whatever else is in the list by then.
      return Promise.resolve(found).catch((error: Error) => error);
    }
  };
}

const REFERENCES = itemsOf<Args>(({ representations }) => representations.length);

/** Their sessions are all read from the same lists; but each list is gone through for each of them. */
const PEOPLE_AT_ONCE = 4;

/** A thing is a call, as it is for `nodes`, and what is selected is paid for each; of people for several at once. */
function costOfReferences({ representations }: Args) {
  const people = representations.filter((each) => typenameOf(each) === 'User').length;
  const things = representations.length - people;
  return { field: things, multiplier: things + Math.ceil(people / PEOPLE_AT_ONCE) };
}

function typenameOf(representation: unknown): unknown {
  return (representation as { readonly __typename?: unknown } | null)?.__typename;
}

/** Enough to recognise a name by. */
const MAX_SHOWN = 100;

function notAnEntity(typename: unknown): GatewayError {
  const shown = typeof typename === 'string' ? JSON.stringify(typename.slice(0, MAX_SHOWN)) : 'not a string';
  return new GatewayError('BAD_USER_INPUT', `\`__typename\` is ${shown}, which is no entity here.`);
}

/** Pothos prints types and fields in the order of their files, which may change without a change of the graph. */
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
  if (!resolve) throw new Error('The subgraph does not tell its SDL.');
  return resolve().sdl;
}

function queryFields(schema: GraphQLSchema) {
  return schema.getQueryType()?.getFields() ?? {};
}
