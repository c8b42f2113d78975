import type { RequestListener } from 'node:http';
import { createYoga } from 'graphql-yoga';
import type { Log } from '../log.ts';
import { cursorCodec } from '../paging/cursor.ts';
import { sealedCursors } from '../paging/sealed-cursor.ts';
import { apiSchema } from '../schema/schema.ts';
import { createSessions } from '../sessions/sessions.ts';
import { admittedFetch, admittedListener } from './admission.ts';
import { type Authenticator, openToAll } from './authenticate.ts';
import { useCompiledExecution } from './compiled-execution.ts';
import { type ContextOptions, contextFactory, type RequestContext, type ServerContext } from './context.ts';
import { fastLane } from './fast-lane.ts';
import { graphiqlOptions, renderGraphiql } from './graphiql.ts';
import { useJsonBody } from './json-body.ts';
import { maskErrors } from './mask-error.ts';
import { type Readiness, useReadiness } from './readiness.ts';
import { requestLog } from './request-log.ts';
import { useSharedExecution } from './shared-execution.ts';
import { useUpstreamTrace } from './upstream-trace.ts';
import { useValidationCodes } from './validation-codes.ts';

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
}

/** The gateway: `/graphql`, `/health`, `/ready`. It does not listen. */
export interface GatewayServer {
  /** For Node's server. */
  readonly handler: RequestListener;
  /** The same without a wire, and without its fast lane. */
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
}

export function createServer(options: ServerOptions): GatewayServer {
  const { log, readiness, cursorSecret, identityDomain = '', traceAlways = false } = options;
  const { authenticator = openToAll } = options;
  const cursors = { open: cursorCodec(cursorSecret), sealed: sealedCursors(cursorSecret) };
  const lines = requestLog(log);
  const yoga = createYoga<ServerContext, RequestContext>({
    schema: apiSchema,
    context: contextFactory(options, createSessions(identityDomain), cursors),
    maskedErrors: { maskError: maskErrors(log) },
    graphiql: graphiqlOptions,
    renderGraphiQL: renderGraphiql,
    healthCheckEndpoint: '/health',
    landingPage: false,
    multipart: false,
    // Any page in a browser could otherwise read a gateway on its user's loopback.
    cors: false,
    // Yoga would write to the console, in its own words; maskErrors and useRequestLog say it in JSON.
    logging: false,
    maxRequestBodySize: false,
    plugins: [
      useReadiness(readiness),
      useJsonBody(),
      useCompiledExecution(),
      // After what makes execution fast, so that it is that which is shared.
      useSharedExecution(),
      useValidationCodes(),
      useUpstreamTrace(traceAlways),
      lines.plugin,
    ],
  });
  return {
    handler: admittedListener(fastLane(yoga, lines), authenticator, log),
    fetch: admittedFetch(yoga, authenticator, log),
  };
}
