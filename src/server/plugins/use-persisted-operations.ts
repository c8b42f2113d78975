import { usePersistedOperations as usePlugin } from '@graphql-yoga/plugin-persisted-operations';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { PersistedOperations } from '../documents/persisted-manifest.ts';
import { persistedOperationError } from '../documents/persisted-operation-error.ts';

/** Relay's clients send `doc_id`, those of the GraphQL working group's draft `documentId`, others `id`. */
const ID_PARAMS = ['doc_id', 'documentId', 'id'];

/** Replaces the id of a persisted operation by its document. A document in the request, where allowed, is taken as it is. */
export function usePersistedOperations({ documents, only, texts }: PersistedOperations): Plugin {
  const plugin = usePlugin({
    allowArbitraryOperations: !only,
    extractPersistedOperationId: (params, request) => idOf(params) ?? idInUrl(request),
    getPersistedOperation: (id) => documents.get(id) ?? null,
    customErrors: {
      // Apollo's and urql's clients recognise this message.
      notFound: () => persistedOperationError('BAD_USER_INPUT', 'PersistedQueryNotFound', 400),
      keyNotFound: () =>
        persistedOperationError('BAD_USER_INPUT', 'There must be a `query`, or the id of a persisted operation.', 400),
      persistedQueryOnly: () =>
        persistedOperationError('FORBIDDEN', 'Only persisted operations are executed here, by their ids.', 403),
    },
  });
  return {
    ...plugin,
    onParams: (payload) => (texts?.has(payload.params.query ?? '') ? undefined : plugin.onParams?.(payload)),
  };
}

/** Apollo's and urql's clients send `extensions.persistedQuery`. */
function idOf(params: GraphQLParams): string | null {
  const { extensions, ...others } = params as Readonly<Record<string, unknown>>;
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } | null };
  const ids = [persistedQuery?.sha256Hash, ...ID_PARAMS.map((name) => others[name])];
  return ids.find((id) => typeof id === 'string') ?? null;
}

/** Yoga reads only the parameters of GraphQL over HTTP from the URL of a GET. */
function idInUrl({ method, url }: Request): string | null {
  if (method !== 'GET') return null;
  const { searchParams } = new URL(url);
  return ID_PARAMS.map((name) => searchParams.get(name)).find((id) => id !== null) ?? null;
}
