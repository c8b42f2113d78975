import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { YogaServerInstance } from 'graphql-yoga';
import { GatewayError } from '../../errors/gateway-error.ts';
import { currentRequest } from '../../log/current-request.ts';
import type { Log } from '../../log/log.ts';
import { ANONYMOUS_CALLER, type Caller } from '../../schema/access/access.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import { addressOf, callerKey } from '../context/client-address.ts';
import type { RequestContext, ServerContext } from '../context/request-context.ts';
import type { CallerLimits } from '../limits/caller-limits.ts';
import { type RejectedRequest, rejectedRequest } from './rejected-request.ts';

/** Answers a request of an authenticated caller. */
export type AdmittedListener = (request: IncomingMessage, response: ServerResponse, caller: Caller) => unknown;

/**
 * Targets that need no authentication. Compared whole, because Yoga goes by the end of a URL, and takes `/health?/graphql` for
 * a query.
 */
const OPEN: ReadonlySet<string> = new Set(['/health', '/ready']);

/** Limits of callers, the number of proxies trusted for their addresses, and what needs no token. */
export interface AdmissionOptions {
  readonly limits: CallerLimits;
  readonly trustedProxies: number;
  /** True for a request that needs no token; it counts for its address. */
  readonly isPublic?: (request: IncomingMessage) => boolean;
}

/**
 * Authenticates and rate-limits each request once, before the fast path, Yoga and GraphiQL. A request whose token is rejected
 * counts for its address.
 */
export function admittedListener(
  next: AdmittedListener,
  { callerOf }: Authenticator,
  { limits, trustedProxies, isPublic }: AdmissionOptions,
  log: Log,
): RequestListener {
  return (request, response) => {
    if (OPEN.has(request.url ?? '')) return next(request, response, ANONYMOUS_CALLER);
    const { authorization, accept } = request.headers;
    const address = addressOf(request, trustedProxies);
    const current = currentRequest.getStore();
    if (current) current.address = address;

    const reject = (error: unknown) => {
      if (response.destroyed) return;
      const { status, headers, body } = rejectOrThrow(error, { authorization, accept }, log);
      response.writeHead(status, headers);
      response.end(body);
    };
    // The client may have disconnected meanwhile.
    const goOn = (caller: Caller) => (response.destroyed ? undefined : next(request, response, caller));
    const admit = (caller: Caller): unknown => {
      const key = callerKey(caller.name, address);
      if (current) Object.assign(current, { caller: caller.name, callerKey: key });
      const admitted = limits.admit(key, response);
      return admitted ? admitted.then(() => goOn(caller)).catch(reject) : goOn(caller);
    };
    const caller = isPublic?.(request) ? ANONYMOUS_CALLER : callerOf(authorization);
    if (!(caller instanceof Promise)) return admit(caller);
    return caller
      .then(admit, async (error: unknown) => {
        await limits.admit(callerKey(null, address));
        throw error;
      })
      .catch(reject);
  };
}

/** Admits Fetch API requests, which have no connection. */
export function admittedFetch(
  yoga: YogaServerInstance<ServerContext, RequestContext>,
  { callerOf }: Authenticator,
  { limits }: AdmissionOptions,
  log: Log,
): (url: string | URL, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const { pathname, search } = new URL(url);
    const given = new Headers(init.headers);
    const [authorization, accept] = [given.get('authorization') ?? undefined, given.get('accept') ?? undefined];
    try {
      if (OPEN.has(pathname + search)) return await yoga.fetch(String(url), init, { caller: ANONYMOUS_CALLER });
      const caller = await callerOf(authorization);
      await limits.admit(callerKey(caller.name, 'unknown'));
      return await yoga.fetch(String(url), init, { caller });
    } catch (error) {
      const { status, headers, body } = rejectOrThrow(error, { authorization, accept }, log);
      return new Response(body, { status, headers });
    }
  };
}

/** @throws the error itself where it is internal */
function rejectOrThrow(error: unknown, request: Parameters<typeof rejectedRequest>[1], log: Log): RejectedRequest {
  if (!(error instanceof GatewayError)) throw error;
  const rejected = rejectedRequest(error, request);
  // Only the message: the cause holds the claims.
  const { message: reason } = (error.cause ?? error) as Error;
  const current = currentRequest.getStore();
  if (current) current.codes = [error.code];
  const { caller = null, address = null } = current ?? {};
  log.info({ code: error.code, caller, address, reason }, 'request rejected');
  return rejected;
}
