import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { YogaServerInstance } from 'graphql-yoga';
import { GatewayError } from '../../errors/gateway-error.ts';
import { currentRequest } from '../../log/current-request.ts';
import type { Log } from '../../log/log.ts';
import { type Caller, NOBODY } from '../../schema/access/access.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import type { RequestContext, ServerContext } from '../context/request-context.ts';
import type { CallerLimits } from '../limits/caller-limits.ts';
import { addressOf, callerKey } from './client-address.ts';
import { type Refused, refusedRequest } from './rejected-request.ts';

/** Answers a request whose caller is known. */
export type AdmittedListener = (request: IncomingMessage, response: ServerResponse, caller: Caller) => unknown;

/**
 * What anybody may ask, on behalf of nobody. It is the whole target that counts: Yoga goes by how a URL ends, and takes
 * `/health?/graphql` for a query.
 */
const OPEN: ReadonlySet<string> = new Set(['/health', '/ready']);

/** How much callers may ask, and by whose word their addresses are known. */
export interface AdmissionLimits {
  readonly limits: CallerLimits;
  readonly trustedProxies: number;
}

/**
 * Who asks is found out once, in front of both paths and of GraphiQL, and counted whatever then comes of it: whoever is refused
 * gets no further. Whose token is not accepted is counted by address.
 */
export function admittedListener(
  next: AdmittedListener,
  { callerOf }: Authenticator,
  { limits, trustedProxies }: AdmissionLimits,
  log: Log,
): RequestListener {
  return (request, response) => {
    if (OPEN.has(request.url ?? '')) return next(request, response, NOBODY);
    const { authorization, accept } = request.headers;
    const address = addressOf(request, trustedProxies);
    const current = currentRequest.getStore();
    if (current) current.address = address;

    const refuse = (error: unknown) => {
      if (response.destroyed) return;
      const { status, headers, body } = refusedOrThrow(error, { authorization, accept }, log);
      response.writeHead(status, headers);
      response.end(body);
    };
    // Whoever has hung up meanwhile is not answered, and not waited for.
    const goOn = (caller: Caller) => (response.destroyed ? undefined : next(request, response, caller));
    const admit = (caller: Caller): unknown => {
      if (current) current.caller = caller.name;
      const admitted = limits.admit(callerKey(caller.name, address), response);
      return admitted ? admitted.then(() => goOn(caller)).catch(refuse) : goOn(caller);
    };
    const caller = callerOf(authorization);
    if (!(caller instanceof Promise)) return admit(caller);
    return caller
      .then(admit, async (error: unknown) => {
        await limits.admit(callerKey(null, address));
        throw error;
      })
      .catch(refuse);
  };
}

/** The same for requests that come without a wire. */
export function admittedFetch(
  yoga: YogaServerInstance<ServerContext, RequestContext>,
  { callerOf }: Authenticator,
  { limits }: AdmissionLimits,
  log: Log,
): (url: string | URL, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const { pathname, search } = new URL(url);
    const given = new Headers(init.headers);
    const [authorization, accept] = [given.get('authorization') ?? undefined, given.get('accept') ?? undefined];
    try {
      if (OPEN.has(pathname + search)) return await yoga.fetch(String(url), init, { caller: NOBODY });
      const caller = await callerOf(authorization);
      await limits.admit(callerKey(caller.name, 'unknown'));
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
  const { caller = null, address = null } = current ?? {};
  log.info({ code: error.code, caller, address, reason }, 'request refused');
  return refused;
}
