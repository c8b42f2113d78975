import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { YogaInitialContext } from 'graphql-yoga';
import { type RequestCalls, requestCalls } from '../../aws/request-calls.ts';
import { currentRequest } from '../../log/current-request.ts';
import type { Log } from '../../log/log.ts';
import type { CursorCodec } from '../../paging/cursor-codec.ts';
import type { Caller } from '../../schema/access/access.ts';
import type { Context } from '../../schema/builder/context.ts';
import type { Services } from '../../services/services.ts';
import { ownSessions } from '../../sessions/own-sessions.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { audited } from './audit-log.ts';

/** What a request carries beyond what resolvers see. */
export interface RequestContext extends Context {
  /** The AWS calls of this request, for its log line. */
  readonly calls: RequestCalls;
}

/** What the way through the server hands on beside the request. */
export interface ServerContext {
  readonly caller: Caller;
  /** Node's own; absent where there is no wire. */
  readonly req?: IncomingMessage;
  /** The body of the request, where it has been read. */
  readonly body?: Buffer;
}

/** Cursors for all, and those for callers who must not be able to read them. */
export interface Cursors {
  readonly open: CursorCodec;
  readonly sealed: CursorCodec;
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
  /** Where is said that a mutation could not be. */
  readonly log: Log;
}

/** One request: its deadline begins here, and its loaders live as long as it does. */
export function contextFactory(
  { services, deadlineMs, mutations, audit, log }: ContextOptions,
  sessions: Sessions,
  cursors: Cursors,
) {
  return ({ request, caller }: YogaInitialContext & ServerContext): RequestContext => {
    const calls = requestCalls(deadlineMs, request.signal);
    const { scopes, user } = caller;
    // Whoever may not read all sessions acts on no others but their own: fewer scopes never allow more.
    const own = scopes.has('sessions:read') ? null : ownSessions(sessions.callerNameOf(user), sessions.userNameOf);
    const seesOwn = own !== null && scopes.has('sessions:read:own');
    const current = currentRequest.getStore();
    const author = {
      caller: caller.name,
      requestId: current?.ownId ?? randomUUID(),
      clientRequestId: current ? current.clientId : request.headers.get('x-request-id'),
    };
    return {
      services: services.forRequest(calls),
      sessions,
      cursors: seesOwn ? cursors.sealed : cursors.open,
      caller,
      own,
      mutations: audited(audit, log, { enabled: mutations, calls, author }),
      calls,
    };
  };
}
