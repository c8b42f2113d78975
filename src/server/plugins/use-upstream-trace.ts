import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RequestContext } from '../context/request-context.ts';

/** The header by which a client asks what its request cost. */
const HEADER = 'x-gateway-trace';

/**
 * `extensions.upstream`: what a request asked of AWS, by service and operation. GraphiQL shows it under the data. Who sees
 * no sessions but their own is not told: how many lists were read, and how many pages, speaks of the sessions of others.
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
