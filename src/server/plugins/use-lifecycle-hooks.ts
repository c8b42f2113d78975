import { type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RequestContext } from '../context/request-context.ts';
import type { RequestHooks } from '../observability/lifecycle-hooks.ts';

/** Calls the lifecycle hooks around each execution. Without a hook that asks for it, nothing is added to an execution. */
export function useLifecycleHooks(hooks: readonly RequestHooks[]): Plugin<RequestContext> {
  const observing = hooks.filter(({ executionStarted }) => executionStarted !== undefined);
  if (observing.length === 0) return {};
  return {
    onExecute({ args: { document, operationName, contextValue } }) {
      const operation = getOperationAST(document, operationName) ?? undefined;
      const ends = observing.map((hook) => hook.executionStarted?.(operation, contextValue));
      return {
        onExecuteDone({ result }) {
          for (const end of ends) end?.(result as ExecutionResult);
        },
      };
    },
  };
}
