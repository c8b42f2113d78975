import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Yoga answers a document that does not validate by itself, in codes of its own: here they become the contract's. */
export function useValidationCodes(): Plugin {
  return {
    onResultProcess({ result }) {
      for (const { errors } of [result].flat() as ExecutionResult[]) {
        for (const { extensions } of errors ?? []) {
          if (String(extensions.code).startsWith('GRAPHQL_')) extensions.code = 'BAD_USER_INPUT';
        }
      }
    },
  };
}
