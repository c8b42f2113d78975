import { type ExecutionResult, getOperationAST } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import type { Plugin } from 'graphql-yoga';
import { type Compilations, createCompilations } from '../compiled/compilations.ts';
import { locateErrors } from '../compiled/locate-errors.ts';

/**
 * Executes an operation that has succeeded several times as compiled code, which takes a quarter of the time. What is not
 * known to be answered alike by compiled code is left to graphql-js: see `isCompilable`.
 */
export function useCompiledExecution(compilations: Compilations = createCompilations()): Plugin {
  return {
    onExecute({ args: { document, operationName }, executeFn, setExecuteFn }) {
      const operation = getOperationAST(document, operationName);
      // What compiled code cannot do is executed once more, and a mutation must never be.
      if (operation?.operation !== 'query') return;

      // Nothing is compiled here: another plugin may reject the operation yet.
      setExecuteFn(async (args) => {
        const { schema, rootValue, contextValue, variableValues } = args;
        const compiled = compilations.find(schema, document, operation);
        const values = compiled && valuesOf(args.schema);
        if (compiled && values) {
          try {
            const result = await compiled.run(rootValue, contextValue, values);
            if (!hasLostParent(result)) return locateErrors(result, document, operation);
          } catch {
            // Not an error of a field, which is in the result, but of the compiled code.
          }
          // What was loaded stays loaded.
          compilations.reject(operation);
        }
        const result = (await executeFn(args)) as ExecutionResult;
        if (!compiled && !result.errors) compilations.succeeded(operation);
        return result;

        function valuesOf(of: typeof schema) {
          const definitions = operation?.variableDefinitions ?? [];
          const { coerced } = getVariableValues(of, definitions, variableValues ?? {});
          return coerced && compiled?.valuesFor(coerced);
        }
      });
    },
  };
}

/** A null where none may be takes its parent along. graphql-js reports the first of several such errors, compiled code all. */
function hasLostParent({ data, errors = [] }: ExecutionResult): boolean {
  return errors.some(({ path = [] }) => {
    let parent: unknown = data;
    for (const key of path.slice(0, -1)) parent = (parent as Record<string, unknown> | null | undefined)?.[key];
    return parent === null || parent === undefined;
  });
}
