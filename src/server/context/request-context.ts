import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type RequestCalls, requestCalls } from '../../aws/request-calls.ts';
import type { Live } from '../../live/live-sessions/live.ts';
import { currentRequest } from '../../log/current-request.ts';
import type { Log } from '../../log/log.ts';
import type { CursorCodec } from '../../paging/cursor-codec.ts';
import type { Caller } from '../../schema/access/access.ts';
import type { Context } from '../../schema/builder/context.ts';
import type { Services } from '../../services/services.ts';
import { ownSessions } from '../../sessions/own-sessions.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { History } from '../../store/history/history.ts';
import { audited } from './audit-log.ts';
import { currentCallerKey } from './client-address.ts';
import type { StreamSlot } from './stream-slot.ts';

/** Context of a request, with what resolvers do not use. */
export interface RequestContext extends Context {
  /** The AWS calls of this request, for its log line. */
  readonly calls: RequestCalls;
}

/** Server context of Yoga. */
export interface ServerContext {
  readonly caller: Caller;
  /** Node's request; absent without a connection. */
  readonly req?: IncomingMessage;
  /** Body of the request where it has been read. */
  readonly body?: Buffer;
  /** Present where the transport takes subscriptions. */
  readonly stream?: StreamSlot;
}

/** Signed cursors, and encrypted ones for self-scoped callers. */
export interface Cursors {
  readonly open: CursorCodec;
  readonly sealed: CursorCodec;
}

/** Parts of the process that each request context refers to. */
export interface ContextOptions {
  readonly services: Services;
  /** Live sessions; null or absent: off. */
  readonly live?: Live | null | undefined;
  /** Records of sessions; null or absent: none are kept. */
  readonly history?: History | null | undefined;
  /** Deadline of a request. Milliseconds. */
  readonly deadlineMs: number;
  /** True if mutations are enabled. */
  readonly mutations: boolean;
  /** Audit log: see `createAuditLog`. */
  readonly audit: Log;
  /** Log of failures of the audit log. */
  readonly log: Log;
}

/** Options of a request context. */
interface ContextRequest extends Pick<ServerContext, 'caller'> {
  readonly request: {
    readonly headers: Headers;
    /** Aborted when the client disconnects; undefined: never. */
    readonly signal: AbortSignal | undefined;
  };
}

/** Creates the context of a request: its deadline starts, and its loaders are its own. */
export function contextFactory(
  { services, live = null, history = null, deadlineMs, mutations, audit, log }: ContextOptions,
  sessions: Sessions,
  cursors: Cursors,
) {
  return ({ request, caller }: ContextRequest): RequestContext => {
    const current = currentRequest.getStore();
    const calls = requestCalls(deadlineMs, request.signal, currentCallerKey(caller.name));
    const { scopes, user } = caller;
    // Self-scoped without `sessions:read`: fewer scopes never allow more.
    const theirs = ownSessions(sessions.callerNameOf(user), sessions.userNameOf);
    const own = scopes.has('sessions:read') ? null : theirs;
    const ownHistory = scopes.has('history:read') ? null : theirs;
    const seesOwn = own !== null && scopes.has('sessions:read:own');
    const author = {
      caller: caller.name,
      requestId: current?.ownId ?? randomUUID(),
      clientRequestId: current ? current.clientId : request.headers.get('x-request-id'),
    };
    return {
      deadline: calls,
      services: services.forRequest(calls),
      sessions,
      cursors: seesOwn ? cursors.sealed : cursors.open,
      caller,
      own,
      mutations: audited(audit, log, { enabled: mutations, calls, author }),
      live,
      history,
      ownHistory,
      historyCursors: ownHistory ? cursors.sealed : cursors.open,
      calls,
    };
  };
}
