import { Client, fetchExchange } from '@urql/core';
import { type Cache, cacheExchange, type Resolver } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { IntrospectionQuery } from 'graphql';
import { lists, possibleTypes } from './schema-facts.ts';

/**
 * Each page that is asked for with `after` is shown behind those before it.
 *
 * @param schema as introspection has it, by which the store knows what a fragment on `Session` takes; codegen writes it
 */
export function createUrqlClient(url: string, schema: IntrospectionQuery): Client {
  const cache = cacheExchange({
    schema,
    resolvers: Object.fromEntries(
      Object.entries(lists).map(([typename, names]) => [
        typename,
        Object.fromEntries(names.map((name) => [name, pages])),
      ]),
    ),
    updates: {
      Mutation: {
        terminateSession(result, _args, store) {
          const { terminatedSessionId } = result.terminateSession as { terminatedSessionId: string | null };
          if (terminatedSessionId) forgetSession(store, terminatedSessionId);
        },
      },
    },
    keys: Object.fromEntries(withoutId(schema).map((typename) => [typename, () => null])),
  });
  return new Client({ url, exchanges: [cache, fetchExchange], preferGetMethod: false });
}

const joined = relayPagination();

/** The pages so far as one list, without what is no longer in the store: else one that is gone takes the whole list along. */
const pages: Resolver = (parent, args, cache, info) => {
  const list = joined(parent, args, cache, info) as { edges: string[]; nodes: string[] } | undefined;
  const isThere = (node: unknown) => typeof cache.resolve(node as string, '__typename') === 'string';
  return (
    list && {
      ...list,
      edges: list.edges.filter((edge) => isThere(cache.resolve(edge, 'node'))),
      nodes: list.nodes.filter(isThere),
    }
  );
};

/** Takes the session out of every list that shows it. */
function forgetSession(store: Cache, id: string): void {
  for (const __typename of possibleTypes.Session) store.invalidate({ __typename, id });
}

/** Objects without an `id` belong to their parent. */
function withoutId({ __schema: { types } }: IntrospectionQuery): string[] {
  return types
    .filter((type) => type.kind === 'OBJECT' && !type.fields.some(({ name }) => name === 'id'))
    .map(({ name }) => name);
}
