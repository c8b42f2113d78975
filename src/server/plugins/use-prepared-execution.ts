import { type ExecutionArgs, type ExecutionResult, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import type { Plugin } from 'graphql-yoga';
import { type Compilations, type CompiledOperation, createCompilations } from '../compiled/compilations.ts';
import { locateErrors } from '../compiled/locate-errors.ts';

/**
 * Executes a query that has succeeded several times as compiled code, in a quarter of the time. Documents whose compiled code
 * may differ from graphql-js are not compiled: see `isCompilable`.
 */
export function useCompiledExecution(compilations: Compilations = createCompilations()): Plugin {
  return {
    onExecute({ args: { document, operationName }, executeFn, setExecuteFn }) {
      const operation = getOperationAST(document, operationName);
      // A failed compiled execution is repeated by graphql-js, which a mutation must never be.
      if (operation?.operation !== 'query') return;

      // Compiled on execution only: a later plugin may still reject the operation.
      setExecuteFn(async (args) => {
        const compiled = compilations.find(args.schema, document, operation);
        const result = compiled && (await run(compiled, operation, args));
        if (result) return locateErrors(result, document, operation);
        // The loaders have cached what was loaded.
        if (result === null) compilations.reject(operation);
        const executed = (await executeFn(args)) as ExecutionResult;
        if (!compiled && !executed.errors) compilations.succeeded(operation);
        return executed;
      });
    },
  };
}

/**
 * Executes compiled code.
 *
 * @returns null for a result that graphql-js may not give, undefined for variables that are not valid
 */
async function run(
  compiled: CompiledOperation,
  { variableDefinitions = [] }: OperationDefinitionNode,
  { schema, rootValue, contextValue, variableValues }: ExecutionArgs,
): Promise<ExecutionResult | null | undefined> {
  const { coerced } = getVariableValues(schema, variableDefinitions, variableValues ?? {});
  const values = coerced && compiled.valuesFor(coerced);
  if (!values) return undefined;
  try {
    const result = await compiled.run(rootValue, contextValue, values);
    return isDoubtful(result) ? null : result;
  } catch {
    // An error of the compiled code; errors of fields are in the result.
    return null;
  }
}

/**
 * Returns true if graphql-js may answer otherwise. A null where none may be takes its parent along: graphql-js reports the first of
 * several such errors, compiled code all. And an error that no resolver gave may be of a value that compiled code should
 * have awaited: it reads the fields without a resolver as plain properties (graphql-jit 0.8.9).
 */
function isDoubtful({ data, errors = [] }: ExecutionResult): boolean {
  return errors.some(({ path = [], originalError }) => {
    if (!originalError) return true;
    let parent: unknown = data;
    for (const key of path.slice(0, -1)) parent = (parent as Record<string, unknown> | null | undefined)?.[key];
    return parent === null || parent === undefined;
  });
}
