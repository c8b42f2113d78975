import { type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RequestCalls } from '../../aws/request-calls.ts';
import type { Caller } from '../../schema/access.ts';
import type { RequestContext } from '../context/request-context.ts';

interface Execution {
  readonly calls: RequestCalls;
  readonly result: Promise<ExecutionResult>;
}

const views = new WeakMap<Caller, string>();

/** What an answer depends on of its reader; two who may the same, and see the same, are one. */
function viewOf({ caller, own }: RequestContext): readonly unknown[] {
  const known = views.get(caller) ?? [...caller.scopes].sort().join(' ');
  views.set(caller, known);
  return [known, caller.scopes.has('sessions:read:own') ? own?.userName : undefined];
}

/**
 * The same query from many clients at the same time is executed once: a dashboard on five hundred screens costs not
 * only AWS's calls but the gateway's own work once. It goes on for as long as one of them is there. Only a faultless
 * answer is shared: who joined late may have the time that the first one lacked, and asks by itself.
 *
 * @param onJoin told by their AWS calls which request is answered with which other's execution
 */
export function useSharedExecution(onJoin?: (own: RequestCalls, others: RequestCalls) => void): Plugin<RequestContext> {
  const underWay = new Map<string, Execution>();

  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const { document, operationName, variableValues, contextValue } = args;
      if (getOperationAST(document, operationName)?.operation !== 'query') {
        // What is asked after a change has to see it, and so may not join what was asked before.
        setExecuteFn((own) => Promise.resolve(executeFn(own) as ExecutionResult).finally(() => underWay.clear()));
        return;
      }
      const { calls } = contextValue;
      // All that an answer depends on. Of who asks it is what they may, and who they are if they see no sessions but their own.
      const key = JSON.stringify([document.loc?.source.body, operationName, variableValues, ...viewOf(contextValue)]);

      const known = underWay.get(key);
      if (known === undefined) {
        setExecuteFn((own) => {
          const execution = { calls, result: Promise.resolve(executeFn(own) as ExecutionResult) };
          underWay.set(key, execution);
          return execution.result.finally(() => {
            if (underWay.get(key) === execution) underWay.delete(key);
          });
        });
        return;
      }
      known.calls.share(calls.signal);
      setExecuteFn(async (own) => {
        const shared = await known.result.catch(() => undefined);
        if (shared === undefined || shared.errors) return executeFn(own) as ExecutionResult;
        calls.costs.join(known.calls.costs);
        onJoin?.(calls, known.calls);
        return shared;
      });
    },
  };
}
