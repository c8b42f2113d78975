import type { Plugin } from 'graphql-yoga';
import { persistedOperationError } from '../documents/persisted-operation-error.ts';

/**
 * Answers a request by hash alone with `PERSISTED_QUERY_NOT_SUPPORTED` where no manifest is configured: Apollo's and urql's
 * clients then send whole documents from then on.
 */
export function useNoPersistedOperations(): Plugin {
  return {
    onParams({ params: { query, extensions } }) {
      const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: unknown };
      const isByHash = typeof persistedQuery === 'object' && persistedQuery !== null;
      if (isByHash && (query ?? '') === '')
        throw persistedOperationError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported', 400);
    },
  };
}
