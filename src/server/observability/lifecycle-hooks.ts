import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener } from 'node:http';
import type { ExecutionResult, OperationDefinitionNode } from 'graphql';
import { type CurrentRequest, currentRequest } from '../../log/current-request.ts';
import type { RequestContext } from '../context/request-context.ts';
import { parseTraceParent } from './trace-parent.ts';

/** Called with the HTTP status, or null if the client disconnected before the answer was written. */
export type RequestEnd = (status: number | null) => void;

/** Called with the result of an operation. */
export type ExecutionEnd = (result: ExecutionResult) => void;

/** Request lifecycle hooks of metrics, traces and the request log, for the fast path and Yoga. They must neither block nor throw. */
export interface RequestHooks {
  requestStarted?(current: CurrentRequest, request: IncomingMessage): RequestEnd | undefined;
  executionStarted?(operation: OperationDefinitionNode | undefined, context: RequestContext): ExecutionEnd | undefined;
  /** Called when a query is answered by the execution of an identical one; both are identified by their requests' AWS calls. */
  executionShared?(calls: object, executed: object): void;
}

/** Accepted `x-request-id` values: no character that could forge a log line. */
const REQUEST_ID = /^[\w.:@/+=~-]{1,128}$/;

/**
 * Gives each request its id, returned as `x-request-id` and attached to its log lines, and calls the lifecycle hooks. A
 * listener and not a plugin, because the fast path runs no HTTP hooks, and requests that are rejected early reach no plugin.
 */
export function withLifecycleHooks(handler: RequestListener, hooks: readonly RequestHooks[]): RequestListener {
  return (request, response) => {
    const current = newRequest(request.headers);
    response.setHeader('x-request-id', current.requestId);
    if (isGraphql(request.url)) {
      const ends = hooks.map((hook) => hook.requestStarted?.(current, request));
      response.once('close', () => {
        current.isGone = !response.writableFinished;
        for (const end of ends) end?.(current.isGone ? null : response.statusCode);
      });
    }
    currentRequest.run(current, handler, request, response);
  };
}

/** Creates the context of a request, or of an operation of a WebSocket whose handshake had these headers. */
export function newRequest(headers: IncomingHttpHeaders): CurrentRequest {
  const ownId = randomUUID();
  const clientId = clientIdOf(headers);
  return {
    requestId: clientId ?? ownId,
    ownId,
    clientId,
    caller: null,
    address: null,
    callerKey: null,
    operationType: null,
    codes: [],
    isLogged: false,
    isGone: false,
  };
}

/** Returns the trace id of `traceparent`, else the client's `x-request-id`; null without either. */
function clientIdOf(headers: IncomingHttpHeaders): string | null {
  const traceId = parseTraceParent(headers.traceparent as string | undefined)?.traceId;
  const given = String(headers['x-request-id'] ?? '');
  return traceId ?? (REQUEST_ID.test(given) ? given : null);
}

/** True if the hooks are called for a URL: not for probes and other pages. */
function isGraphql(url = ''): boolean {
  return url === '/graphql' || url.startsWith('/graphql?');
}
