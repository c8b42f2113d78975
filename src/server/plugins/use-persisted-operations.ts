import { usePersistedOperations as usePlugin } from '@graphql-yoga/plugin-persisted-operations';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { type ErrorCode, GatewayError } from '../../errors/gateway-error.ts';

/** What clients may send by id. */
export interface PersistedOperations {
  /** Documents by their ids. */
  readonly documents: ReadonlyMap<string, string>;
  /** Whether nothing else is executed. */
  readonly only: boolean;
}

/** Relay's clients send `doc_id`, those that follow the GraphQL working group's draft `documentId`, others `id`. */
const ID_PARAMS = ['doc_id', 'documentId', 'id'];

/** The operations of the manifest by their ids. A document in the request, where one may be there, is taken as it is. */
export function usePersistedOperations({ documents, only }: PersistedOperations): Plugin {
  return usePlugin({
    allowArbitraryOperations: !only,
    extractPersistedOperationId: (params, request) => idOf(params) ?? idInUrl(request),
    getPersistedOperation: (id) => documents.get(id) ?? null,
    customErrors: {
      // Apollo's and urql's clients know it by this very message.
      notFound: () => refusal('BAD_USER_INPUT', 'PersistedQueryNotFound', 400),
      keyNotFound: () => refusal('BAD_USER_INPUT', 'There must be a `query`, or the id of a persisted operation.', 400),
      persistedQueryOnly: () => refusal('FORBIDDEN', 'Only persisted operations are executed here, by their ids.', 403),
    },
  });
}

/**
 * Without a manifest there are no persisted operations: what Apollo's and urql's clients send by a hash alone is answered
 * with the message and the code on which they send the whole document, now and from then on.
 */
export function useNoPersistedOperations(): Plugin {
  return {
    onParams({ params: { query, extensions } }) {
      const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: unknown };
      const isByHash = typeof persistedQuery === 'object' && persistedQuery !== null;
      if (isByHash && (query ?? '') === '')
        throw refusal('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported', 400);
    },
  };
}

/** Apollo's and urql's clients send `extensions.persistedQuery`. */
function idOf(params: GraphQLParams): string | null {
  const { extensions, ...others } = params as Readonly<Record<string, unknown>>;
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } | null };
  const ids = [persistedQuery?.sha256Hash, ...ID_PARAMS.map((name) => others[name])];
  return ids.find((id) => typeof id === 'string') ?? null;
}

/** Of a GET, Yoga reads the parameters of GraphQL over HTTP only. */
function idInUrl({ method, url }: Request): string | null {
  if (method !== 'GET') return null;
  const { searchParams } = new URL(url);
  return ID_PARAMS.map((name) => searchParams.get(name)).find((id) => id !== null) ?? null;
}

function refusal(code: ErrorCode, message: string, status: number): GatewayError {
  return new GatewayError(code, message, { http: { status, spec: true } });
}
