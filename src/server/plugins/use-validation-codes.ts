import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * Yoga answers a document that does not validate by itself, in codes of its own: here they become the contract's. What
 * else comes to no execution, such as variables of another type, gets the status that GraphQL over HTTP has for it.
 */
export function useValidationCodes(): Plugin {
  return {
    onResultProcess({ result }) {
      for (const each of [result].flat() as ExecutionResult[]) setContractCodes(each);
    },
  };
}

/** The same for a result that Yoga does not answer. */
export function setContractCodes({ data, errors = [] }: ExecutionResult): void {
  for (const { extensions } of errors) {
    if (String(extensions.code).startsWith('GRAPHQL_')) extensions.code = 'BAD_USER_INPUT';
    if (data === undefined && extensions.code === 'BAD_USER_INPUT') extensions.http ??= { status: 400, spec: true };
  }
}
