import type { RequestListener } from 'node:http';
import { createYoga } from 'graphql-yoga';
import type { Log } from '../log/log.ts';
import { cursorCodec } from '../paging/cursor-codec.ts';
import { sealedCursorCodec } from '../paging/sealed-cursor-codec.ts';
import type { Caller } from '../schema/access/access.ts';
import { apiSchema } from '../schema/schema.ts';
import { createSessions } from '../sessions/sessions.ts';
import type { Authenticator } from './authentication/authenticator.ts';
import type { Console } from './console/serve-console.ts';
import {
  type ContextOptions,
  contextFactory,
  type RequestContext,
  type ServerContext,
} from './context/request-context.ts';
import { documentCaches } from './documents/document-caches.ts';
import type { PersistedOperations } from './documents/persisted-manifest.ts';
import { maskErrors } from './errors/mask-errors.ts';
import { admittedFetch, admittedListener } from './http/admission.ts';
import { errorBoundary } from './http/error-boundary.ts';
import { fastPath } from './http/fast-path.ts';
import { type AllowedHosts, hostGuard } from './http/host-guard.ts';
import type { Readiness } from './http/readiness.ts';
import { callerLimits } from './limits/caller-limits.ts';
import type { Limits } from './limits/limits.ts';
import type { RateLimit } from './limits/rate-limit.ts';
import { type RequestHooks, withLifecycleHooks } from './observability/lifecycle-hooks.ts';
import { requestLog } from './observability/request-log.ts';
import { gatewayPlugins, type YogaPlugin } from './plugins/plugins.ts';
import { executeEvents } from './streams/execute-event.ts';
import { httpStreams } from './streams/http-streams.ts';
import { type OpenStreams, openStreams, type StreamLimits } from './streams/open-streams.ts';
import type { StreamObserver } from './streams/run-stream.ts';
import { sharedStreams } from './streams/shared-streams.ts';
import { type UpgradeListener, upgradeListener } from './streams/upgrade-listener.ts';

export interface ServerOptions extends ContextOptions, StreamLimits {
  readonly log: Log;
  readonly readiness: Readiness;
  readonly authenticator: Authenticator;
  /** Web console on `/`. */
  readonly console: Console;
  readonly cursorSecret: string;
  /** Domain that completes bare user names. */
  readonly identityDomain: string;
  /** True if every answer has `extensions.upstream`, false if only those whose request asks for it. */
  readonly traceAlways: boolean;
  /** Request lifecycle hooks of metrics and traces. */
  readonly hooks: readonly RequestHooks[];
  /** Counts subscriptions. */
  readonly observer?: StreamObserver | undefined;
  /** Yoga plugins that run before those that reject requests. */
  readonly plugins: readonly YogaPlugin[];
  readonly limits: Limits;
  /** Limit of requests a minute of one caller; unlimited if undefined. */
  readonly rateLimit: RateLimit | undefined;
  /** Requests in flight of one caller. */
  readonly maxInFlight: number;
  /** Number of trusted proxies that append to `x-forwarded-for`. */
  readonly trustedProxies: number;
  /** Accepted `Host` headers; any if undefined. */
  readonly allowedHosts: AllowedHosts | undefined;
  readonly persistedOperations: PersistedOperations | undefined;
}

/** HTTP interface of the gateway (`/graphql`, `/health`, `/ready`), which does not listen by itself. */
export interface GatewayServer {
  /** Handles the requests of a Node server. */
  readonly handler: RequestListener;
  /** Opens the WebSockets of a Node server. */
  readonly upgrade: UpgradeListener;
  readonly streams: OpenStreams;
  /** Handles a Fetch API request without a connection, by Yoga alone. */
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
}

/**
 * Creates the path of a request: lifecycle hooks → error boundary → host guard → admission → console → subscriptions → fast path →
 * Yoga and its plugins. WebSockets pass the host guard, and each of their operations the rest.
 */
export function createServer(options: ServerOptions): GatewayServer {
  const { log, authenticator, cursorSecret, identityDomain, limits, hooks } = options;
  const cursors = { open: cursorCodec(cursorSecret), sealed: sealedCursorCodec(cursorSecret) };
  const requests = requestLog(log);
  const maskError = maskErrors(log);
  const contextOf = contextFactory(options, createSessions(identityDomain, options.services.identityDomainOf), cursors);
  const executeEvent = executeEvents({
    limits,
    hooks,
    maskError,
    observer: options.observer,
    contextFor: eventContext(contextOf),
  });
  const yoga = createYoga<ServerContext, RequestContext>({
    schema: apiSchema,
    context: contextOf,
    maskedErrors: { maskError },
    // The gateway serves its own page: see useGraphiql.
    graphiql: false,
    healthCheckEndpoint: '/health',
    landingPage: false,
    multipart: false,
    // Otherwise any web page could read a gateway on its user's loopback address.
    cors: false,
    // Yoga would write text to the console; maskErrors and requestLog log JSON.
    logging: false,
    maxRequestBodySize: false,
    parserAndValidationCache: documentCaches(),
    plugins: gatewayPlugins({
      ...options,
      requests,
      sourceOf: sharedStreams({ executeEvent }),
    }),
  });
  const { rateLimit: rate, maxInFlight, deadlineMs, trustedProxies, allowedHosts } = options;
  const callers = callerLimits({ rate, maxInFlight, maxWaitMs: deadlineMs });
  const admission = { limits: callers, trustedProxies, isPublic: options.console.isPublic };
  const streams = openStreams({ ...options, maskError });
  const path = { yoga, requests, limits, maskError };
  const subscriptions = httpStreams(fastPath(yoga, path), { ...path, streams, release: callers.release });
  const guard = (next: RequestListener) => (allowedHosts ? hostGuard(next, allowedHosts) : next);
  const listener = guard(admittedListener(options.console.listener(subscriptions), authenticator, admission, log));
  const allHooks = [requests, ...hooks];
  return {
    handler: withLifecycleHooks(errorBoundary(listener, log), allHooks),
    upgrade: upgradeListener({ ...path, streams, callers, hooks: allHooks, authenticator, trustedProxies, guard }),
    streams,
    fetch: admittedFetch(yoga, authenticator, admission, log),
  };
}

/**
 * Creates contexts of the results of subscriptions, which belong to no request: they have no client whose disconnect would abort
 * them, and for which each would have to be kept.
 */
function eventContext(contextOf: ReturnType<typeof contextFactory>): (caller: Caller) => RequestContext {
  const request = { headers: new Headers(), signal: undefined };
  return (caller) => contextOf({ request, caller });
}
