import type { YogaInitialContext } from 'graphql-yoga';
import { type RequestCalls, requestCalls } from '../aws/request-calls.ts';
import { currentRequest } from '../log/current-request.ts';
import type { Log } from '../log.ts';
import type { CursorCodec } from '../paging/cursor.ts';
import type { Context } from '../schema/context.ts';
import type { Services } from '../services/services.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { audited } from './audit.ts';

/** What a request carries beyond what resolvers see. */
export interface RequestContext extends Context {
  /** The AWS calls of this request, for its log line. */
  readonly calls: RequestCalls;
}

/** What requests are made of, for the life of the process. */
export interface ContextOptions {
  readonly services: Services;
  /** How long one request may wait for AWS. Milliseconds. */
  readonly deadlineMs: number;
  /** Whether anything may be changed. */
  readonly mutations: boolean;
  /** Where mutations are written down: see `createAuditLog`. */
  readonly audit: Log;
}

/** One request: its deadline begins here, and its loaders live as long as it does. */
export function contextFactory(
  { services, deadlineMs, mutations, audit }: ContextOptions,
  sessions: Sessions,
  cursors: CursorCodec,
) {
  return ({ request }: YogaInitialContext): RequestContext => {
    const calls = requestCalls(deadlineMs, request.signal);
    // Nobody is known yet: there is no authentication.
    const caller = null;
    const requestId = currentRequest.getStore()?.requestId ?? request.headers.get('x-request-id');
    const author = { caller, requestId };
    return {
      services: services.forRequest(calls),
      sessions,
      cursors,
      caller,
      mutations: audited(audit, mutations, calls, author),
      calls,
    };
  };
}
