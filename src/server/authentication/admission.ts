import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { YogaServerInstance } from 'graphql-yoga';
import { GatewayError } from '../../errors.ts';
import { currentRequest } from '../../log/current-request.ts';
import type { Log } from '../../log.ts';
import { type Caller, NOBODY } from '../../schema/access.ts';
import type { RequestContext, ServerContext } from '../context.ts';
import type { Authenticator } from './authenticate.ts';
import { type Refused, refusedRequest } from './refused-request.ts';

/** Answers a request whose caller is known. */
export type AdmittedListener = (request: IncomingMessage, response: ServerResponse, caller: Caller) => unknown;

/**
 * What anybody may ask, on behalf of nobody. It is the whole target that counts: Yoga goes by how a URL ends, and takes
 * `/health?/graphql` for a query.
 */
const OPEN: ReadonlySet<string> = new Set(['/health', '/ready']);

/** Who asks is found out once, in front of both lanes and of GraphiQL: whoever is refused gets no further. */
export function admittedListener(next: AdmittedListener, { callerOf }: Authenticator, log: Log): RequestListener {
  return (request, response) => {
    const { authorization, accept } = request.headers;
    const caller = OPEN.has(request.url ?? '') ? NOBODY : callerOf(authorization);
    if (!(caller instanceof Promise)) return next(request, response, caller);

    const refuse = (error: unknown) => {
      const { status, headers, body } = refusedOrThrow(error, { authorization, accept }, log);
      response.writeHead(status, headers);
      response.end(body);
    };
    // Whoever has hung up meanwhile is not answered, and not waited for.
    return caller.then((known) => (response.destroyed ? undefined : next(request, response, known))).catch(refuse);
  };
}

/** The same for requests that come without a wire. */
export function admittedFetch(
  yoga: YogaServerInstance<ServerContext, RequestContext>,
  { callerOf }: Authenticator,
  log: Log,
): (url: string | URL, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const { pathname, search } = new URL(url);
    const given = new Headers(init.headers);
    const [authorization, accept] = [given.get('authorization') ?? undefined, given.get('accept') ?? undefined];
    try {
      const caller = OPEN.has(pathname + search) ? NOBODY : await callerOf(authorization);
      return await yoga.fetch(String(url), init, { caller });
    } catch (error) {
      const { status, headers, body } = refusedOrThrow(error, { authorization, accept }, log);
      return new Response(body, { status, headers });
    }
  };
}

/** @throws what is no refusal: a fault of ours */
function refusedOrThrow(error: unknown, request: Parameters<typeof refusedRequest>[1], log: Log): Refused {
  if (!(error instanceof GatewayError)) throw error;
  const refused = refusedRequest(error, request);
  // Not the cause itself, which holds the claims.
  const { message: reason } = (error.cause ?? error) as Error;
  const current = currentRequest.getStore();
  if (current) current.codes = [error.code];
  log.info({ code: error.code, reason }, 'request refused');
  return refused;
}
