import type { PageCache } from './page-cache.ts';
import type { RequestCalls } from './request-calls.ts';
import type { Scope } from './scope.ts';
import { outOfTime, translateError } from './translate-error.ts';

/** One AWS call, by AWS's names. */
export interface AwsCall {
  readonly operation: string;
  readonly input: object;
  /** `list`: a page of a list, which other reads of the same request build on. `batch`: a look-up by key. */
  readonly kind: 'list' | 'batch';
}

/**
 * Sends one command within what is left of the request's deadline. An identical call that is under way, or was just
 * answered, is not sent again.
 *
 * @throws GatewayError UPSTREAM_*, NOT_FOUND or CURSOR_EXPIRED
 */
export type SendCall = <Answer extends object>(
  call: AwsCall,
  send: (signal: AbortSignal) => Promise<Answer>,
) => Promise<Answer>;

/** The one door to AWS, for one service and scope and on behalf of one request. */
export function sendCalls(service: string, scope: Scope, request: RequestCalls, pages: PageCache): SendCall {
  return (call, send) => {
    const failed = {
      service,
      operation: call.operation,
      hadToken: 'NextToken' in call.input && call.input.NextToken !== undefined,
    };
    const key = JSON.stringify([service, scope.accountId, scope.region, call.operation, call.input]);

    // The call itself may run for a whole deadline, whoever began it: others can join it, and each waits for its own.
    const load = () => {
      request.count(service, call.operation);
      return send(AbortSignal.timeout(request.deadlineMs));
    };
    const answer = pages.get(key, load);
    return request
      .track(call.kind, answer, () => outOfTime(failed))
      .catch((error: unknown) => {
        throw translateError(error, failed);
      });
  };
}
