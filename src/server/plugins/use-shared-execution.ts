import { type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RequestCalls } from '../../aws/request-calls.ts';
import { yieldToEventLoop } from '../../paging/event-loop.ts';
import type { RequestContext } from '../context/request-context.ts';
import { viewKey } from '../context/view-key.ts';
import type { RequestHooks } from '../observability/lifecycle-hooks.ts';

/** An execution in progress, which identical queries join. */
interface Execution {
  readonly calls: RequestCalls;
  readonly result: Promise<ExecutionResult>;
}

/**
 * Executes identical queries in flight once: a dashboard on five hundred screens costs one execution, not only one set of AWS
 * calls. The execution continues while one of its requests is connected. An answer with errors is not shared: a request that
 * joined late may have time left that the first one lacked, so it executes on its own.
 */
export function useSharedExecution(hooks: readonly RequestHooks[] = []): Plugin<RequestContext> {
  const inFlight = new Map<string, Execution>();

  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const { document, operationName, variableValues, contextValue } = args;
      if (getOperationAST(document, operationName)?.operation !== 'query') {
        // A query sent after a mutation must see its effect, so it may not join an execution that began before.
        setExecuteFn((own) => Promise.resolve(executeFn(own) as ExecutionResult).finally(() => inFlight.clear()));
        return;
      }
      const { calls } = contextValue;
      const key = JSON.stringify([document.loc?.source.body, operationName, variableValues, ...viewKey(contextValue)]);

      const known = inFlight.get(key);
      if (known === undefined) {
        setExecuteFn((own) => {
          const execution = { calls, result: Promise.resolve(executeFn(own) as ExecutionResult) };
          inFlight.set(key, execution);
          return execution.result.finally(() => {
            if (inFlight.get(key) === execution) inFlight.delete(key);
          });
        });
        return;
      }
      known.calls.share(calls.signal);
      setExecuteFn(async (own) => {
        const shared = await known.result.catch(() => undefined);
        // Five hundred requests that joined would otherwise be serialized in one turn of the event loop.
        await yieldToEventLoop(calls.answerSteps);
        if (shared === undefined || shared.errors) return executeFn(own) as ExecutionResult;
        calls.costs.join(known.calls.costs);
        for (const hook of hooks) hook.executionShared?.(calls, known.calls);
        return shared;
      });
    },
  };
}
