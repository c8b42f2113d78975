import type { RequestListener } from 'node:http';
import { createYoga } from 'graphql-yoga';
import type { Log } from '../log/log.ts';
import { cursorCodec } from '../paging/cursor-codec.ts';
import { sealedCursorCodec } from '../paging/sealed-cursor-codec.ts';
import { apiSchema } from '../schema/schema.ts';
import { createSessions } from '../sessions/sessions.ts';
import { type Authenticator, openToAll } from './authentication/authenticator.ts';
import {
  type ContextOptions,
  contextFactory,
  type RequestContext,
  type ServerContext,
} from './context/request-context.ts';
import { documentCaches } from './documents/document-caches.ts';
import { maskErrors } from './errors/mask-errors.ts';
import { admittedFetch, admittedListener } from './http/admission.ts';
import { errorBoundary } from './http/error-boundary.ts';
import { fastPath } from './http/fast-path.ts';
import { type AllowedHosts, hostGuard } from './http/host-guard.ts';
import { type Readiness, useReadiness } from './http/readiness.ts';
import { callerLimits } from './limits/caller-limits.ts';
import { type Limits, useLimits } from './limits/limits.ts';
import type { RateLimit } from './limits/rate-limit.ts';
import { withLifecycleHooks } from './observability/lifecycle-hooks.ts';
import { requestLog } from './observability/request-log.ts';
import type { Telemetry } from './observability/telemetry.ts';
import { useAnswerBounds } from './plugins/use-answer-bounds.ts';
import { useCompiledExecution } from './plugins/use-compiled-execution.ts';
import { useGraphiql } from './plugins/use-graphiql.ts';
import { useJsonBody } from './plugins/use-json-body.ts';
import { useOperationCheck } from './plugins/use-operation-check.ts';
import {
  type PersistedOperations,
  useNoPersistedOperations,
  usePersistedOperations,
} from './plugins/use-persisted-operations.ts';
import { useSameOrigin } from './plugins/use-same-origin.ts';
import { useSharedExecution } from './plugins/use-shared-execution.ts';
import { useSubgraph } from './plugins/use-subgraph.ts';
import { useUpstreamTrace } from './plugins/use-upstream-trace.ts';
import { useValidationCodes } from './plugins/use-validation-codes.ts';

export interface ServerOptions extends ContextOptions {
  readonly log: Log;
  readonly readiness: Readiness;
  /** Who callers are; without it everybody may do everything. */
  readonly authenticator?: Authenticator;
  readonly cursorSecret?: string;
  /** What bare user names are completed with. */
  readonly identityDomain?: string;
  /** Whether every answer says what it cost upstream, or those only whose request asks for it. */
  readonly traceAlways?: boolean;
  /** Who looks on. */
  readonly telemetry?: Pick<Telemetry, 'requests' | 'plugins'> | undefined;
  readonly limits: Limits;
  /** How many requests a caller may make; any number without. */
  readonly rate?: RateLimit;
  /** How many requests of a caller are answered at the same time; any number without. */
  readonly maxInFlight?: number | undefined;
  /** How many proxies' word is taken for where a request comes from. */
  readonly trustedProxies?: number;
  /** By which names it may be asked; by any without. */
  readonly allowedHosts?: AllowedHosts | undefined;
  /** What clients may send by id. */
  readonly persisted?: PersistedOperations;
}

/** The gateway: `/graphql`, `/health`, `/ready`. It does not listen. */
export interface GatewayServer {
  /** For Node's server. */
  readonly handler: RequestListener;
  /** The same without a wire, and without its fast path. */
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
}

export function createServer(options: ServerOptions): GatewayServer {
  const { log, readiness, cursorSecret, identityDomain = '', traceAlways = false } = options;
  const { authenticator = openToAll, limits, rate, trustedProxies = 0, persisted } = options;
  const cursors = { open: cursorCodec(cursorSecret), sealed: sealedCursorCodec(cursorSecret) };
  const lines = requestLog(log);
  const maskError = maskErrors(log);
  const { requests: watchers, plugins } = options.telemetry ?? { requests: [], plugins: [] };
  const yoga = createYoga<ServerContext, RequestContext>({
    schema: apiSchema,
    context: contextFactory(options, createSessions(identityDomain, options.services.identityDomainOf), cursors),
    maskedErrors: { maskError },
    // Ours: see useGraphiql.
    graphiql: false,
    healthCheckEndpoint: '/health',
    landingPage: false,
    multipart: false,
    // Any page in a browser could otherwise read a gateway on its user's loopback.
    cors: false,
    // Yoga would write to the console, in its own words; maskErrors and requestLog say it in JSON.
    logging: false,
    maxRequestBodySize: false,
    parserAndValidationCache: documentCaches(),
    plugins: [
      useReadiness(readiness),
      ...(persisted?.only ? [] : [useGraphiql()]),
      useJsonBody(limits),
      useSubgraph(),
      useCompiledExecution(),
      useAnswerBounds(limits),
      useOperationCheck(limits),
      // After what makes execution fast, so that it is that which is shared.
      useSharedExecution((own, others) => {
        for (const watcher of watchers) watcher.joined?.(own, others);
      }),
      useValidationCodes(),
      useUpstreamTrace(traceAlways),
      lines.plugin,
      ...plugins,
      // What refuses a request comes after what logs it.
      useSameOrigin(),
      persisted ? usePersistedOperations(persisted) : useNoPersistedOperations(),
      useLimits(limits),
    ],
  });
  const { maxInFlight, deadlineMs } = options;
  const admission = { limits: callerLimits({ rate, maxInFlight, maxWaitMs: deadlineMs }), trustedProxies };
  const admitted = admittedListener(fastPath(yoga, { log: lines, limits, maskError }), authenticator, admission, log);
  const listener = options.allowedHosts ? hostGuard(admitted, options.allowedHosts) : admitted;
  return {
    handler: withLifecycleHooks(errorBoundary(listener, log), [lines, ...watchers]),
    fetch: admittedFetch(yoga, authenticator, admission, log),
  };
}
