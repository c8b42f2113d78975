import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { IntrospectionQuery } from 'graphql';

/**
 * Each page that is asked for with `after` is shown behind those before it.
 *
 * @param schema as introspection has it, by which the store knows what a fragment on `Session` takes; codegen writes it
 */
export function createUrqlClient(url: string, schema: IntrospectionQuery): Client {
  const cache = cacheExchange({
    schema,
    resolvers: {
      Query: { sessions: relayPagination(), fleets: relayPagination() },
      Fleet: { sessions: relayPagination() },
    },
    updates: {
      Mutation: {
        // Takes the session out of every list that shows it.
        terminateSession(result, _args, store) {
          const { terminatedSessionId: id } = result.terminateSession as { terminatedSessionId: string | null };
          if (!id) return;
          for (const __typename of ['AppStreamSession', 'PoolSession', 'SsmSession'])
            store.invalidate({ __typename, id });
        },
      },
    },
    // What has no `id` belongs to what it stands in.
    keys: { Scope: () => null, SessionSource: () => null, SessionSourceError: () => null },
  });
  return new Client({ url, exchanges: [cache, fetchExchange], preferGetMethod: false });
}
