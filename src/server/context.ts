import type { YogaInitialContext } from 'graphql-yoga';
import { type RequestCalls, requestCalls } from '../aws/request-calls.ts';
import type { CursorCodec } from '../paging/cursor.ts';
import type { Context } from '../schema/context.ts';
import type { Services } from '../services/services.ts';
import type { Sessions } from '../sessions/sessions.ts';

/** What a request carries beyond what resolvers see. */
export interface RequestContext extends Context {
  /** The AWS calls of this request, for its log line. */
  readonly calls: RequestCalls;
}

/** One request: its deadline begins here, and its loaders live as long as it does. */
export function contextFactory(services: Services, sessions: Sessions, cursors: CursorCodec, deadlineMs: number) {
  return ({ request }: YogaInitialContext): RequestContext => {
    const calls = requestCalls(deadlineMs, request.signal);
    return { services: services.forRequest(calls), sessions, cursors, calls };
  };
}
