import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RequestContext } from '../context/request-context.ts';

/** Header by which a client requests `extensions.upstream`. */
const HEADER = 'x-gateway-trace';

/**
 * Adds `extensions.upstream`: the AWS calls of a request by service and operation, which GraphiQL shows under the data. Omitted for
 * self-scoped callers, because the number of lists and pages would reveal sessions of others.
 */
export function useUpstreamTrace(always: boolean): Plugin<RequestContext> {
  return {
    onExecute({ args: { contextValue } }) {
      const { request, calls, own } = contextValue;
      if (own) return undefined;
      if (!always && request.headers.get(HEADER) !== '1') return undefined;
      return {
        onExecuteDone({ result, setResult }) {
          const { extensions, ...answer } = result as ExecutionResult;
          const upstream = calls.costs.list().map((cost) => ({ ...cost, waitedMs: Math.round(cost.waitedMs) }));
          setResult({ ...answer, extensions: { ...extensions, upstream } });
        },
      };
    },
  };
}
