import { attempt } from './attempts.ts';
import type { AwsCall, SendCall } from './call.ts';
import { type Pace, pace } from './pace.ts';
import { type CacheLimits, pageCache } from './page-cache.ts';
import type { RequestCalls } from './request-calls.ts';
import { type RetryBudget, retryBudget } from './retry.ts';
import type { Scope } from './scope.ts';
import { sharedCalls } from './shared-calls.ts';
import { outOfTime, translateError } from './translate-error.ts';
import type { CostItem } from './upstream-costs.ts';

/** The one door to AWS, for the life of the process: what was just answered, what is under way, how fast to ask. */
export interface Door {
  /** The way through for one service and scope, on behalf of one request. */
  for(service: string, scope: Scope, request: RequestCalls): SendCall;
}

/** What calls to one service of one account and region share: AWS counts them together. */
interface Lane {
  readonly pace: Pace;
  readonly budget: RetryBudget;
}

export function createDoor(limits?: CacheLimits): Door {
  const kept = pageCache(limits);
  const underWay = sharedCalls();
  const lanes = new Map<string, Lane>();

  function laneOf(service: string, { accountId, region }: Scope): Lane {
    const key = `${accountId}/${region}/${service}`;
    const lane = lanes.get(key) ?? { pace: pace(), budget: retryBudget() };
    lanes.set(key, lane);
    return lane;
  }

  return {
    for(service, scope, request) {
      const lane = laneOf(service, scope);

      return async <Answer extends object>(call: AwsCall, send: (signal: AbortSignal) => Promise<Answer>) => {
        const { operation, input, kind, isList } = call;
        const record = (item: CostItem, amount?: number) => request.costs.add(service, operation, item, amount);
        const failed = { service, operation, hadToken: 'NextToken' in input && input.NextToken !== undefined };
        const key = JSON.stringify([service, scope.accountId, scope.region, operation, input]);

        const known = kept.get(key);
        if (known !== undefined) {
          record('cached');
          return known as Answer;
        }
        const translate = (error: unknown) => translateError(error, failed);
        const { answer, isShared } = underWay.join<Answer>(
          key,
          request,
          async (shared) => {
            const fresh = await attempt(shared, send, { ...lane, owner: request, record, translate });
            kept.set(key, kind, fresh);
            return fresh;
          },
          () => outOfTime(failed, lane.pace.isThrottled),
        );
        if (isShared) record('coalesced');
        return (isList ? request.reading(answer) : answer).catch((error: unknown) => {
          throw translate(error);
        });
      };
    },
  };
}
