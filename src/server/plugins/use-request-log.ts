import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RequestContext } from '../context/request-context.ts';
import type { RequestLog } from '../observability/request-log.ts';

/** Records each request for its log line. On the fast path, which runs no HTTP hooks, the line is written by `fastPath`. */
export function useRequestLog(requests: RequestLog): Plugin<RequestContext> {
  return {
    onParams({ request, params }) {
      requests.begin(request, params.operationName);
    },
    onExecute({ args: { document, operationName, contextValue } }) {
      requests.execute(contextValue.request, getOperationAST(document, operationName), contextValue);
    },
    onSubscribe({ args: { document, operationName, contextValue } }) {
      requests.execute(contextValue.request, getOperationAST(document, operationName), contextValue);
    },
    onResultProcess({ request, result }) {
      requests.process(request, result);
    },
    onResponse({ request, response }) {
      requests.finish(request, response.status);
    },
  };
}
