import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type PreparedOperations, prepareOperations } from '../prepared/prepared-operations.ts';

/**
 * Executes queries by plans that are kept with their documents: what they select is looked up once, not for each object. Mutations,
 * whose fields are executed in order, are left to Yoga's executor.
 */
export function usePreparedExecution(operations: PreparedOperations = prepareOperations()): Plugin {
  return {
    onExecute({ args: { document, operationName }, setExecuteFn }) {
      if (getOperationAST(document, operationName)?.operation === 'query') setExecuteFn(operations.execute as never);
    },
  };
}
