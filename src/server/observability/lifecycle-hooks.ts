import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener } from 'node:http';
import { type CurrentRequest, currentRequest } from '../../log/current-request.ts';
import { parseTraceParent } from './trace-parent.ts';

/** How a request ended: its status, or null where the client went away before the answer. */
export type RequestEnd = (status: number | null) => void;

/** Who looks on while GraphQL requests are served, over whichever way they take. It must neither wait nor throw. */
export interface RequestHooks {
  began?(current: CurrentRequest, request: IncomingMessage): RequestEnd | undefined;
  /** A query is answered with what another one is being answered with; both are known by their AWS calls. */
  joined?(calls: object, others: object): void;
}

/** What a client may call its request: nothing that could be mistaken for something else in a log. */
const REQUEST_ID = /^[\w.:@/+=~-]{1,128}$/;

/**
 * Gives every request its id, in the answer's `x-request-id` and for all that is done for it, and has it withLifecycleHooks. Here
 * and not in a plugin: the fast path has no HTTP hooks, and what is refused early never comes to a plugin's.
 */
export function withLifecycleHooks(handler: RequestListener, watchers: readonly RequestHooks[]): RequestListener {
  return (request, response) => {
    const ownId = randomUUID();
    const clientId = clientIdOf(request.headers);
    const current: CurrentRequest = {
      requestId: clientId ?? ownId,
      ownId,
      clientId,
      caller: null,
      address: null,
      operationType: null,
      codes: [],
      isLogged: false,
      isGone: false,
    };
    response.setHeader('x-request-id', current.requestId);
    if (isGraphql(request.url)) {
      const endings = watchers.map((watcher) => watcher.began?.(current, request));
      response.once('close', () => {
        current.isGone = !response.writableFinished;
        for (const end of endings) end?.(current.isGone ? null : response.statusCode);
      });
    }
    currentRequest.run(current, handler, request, response);
  };
}

/** The trace that it belongs to, else what its sender calls it; null where that is neither. */
function clientIdOf(headers: IncomingHttpHeaders): string | null {
  const traceId = parseTraceParent(headers.traceparent as string | undefined)?.traceId;
  const given = String(headers['x-request-id'] ?? '');
  return traceId ?? (REQUEST_ID.test(given) ? given : null);
}

/** Probes and pages are no requests that anybody counts. */
function isGraphql(url = ''): boolean {
  return url === '/graphql' || url.startsWith('/graphql?');
}
