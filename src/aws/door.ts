import { type AttemptOptions, attempt } from './attempts.ts';
import { cachedTurns } from './cached-turns.ts';
import type { Passage } from './call.ts';
import type { CallObserver, ObservedCall } from './observer.ts';
import { type CacheLimits, type Kind, type PageCache, pageCache } from './page-cache.ts';
import { type RateLimiter, rateLimiter } from './rate-limit.ts';
import type { RequestCalls } from './request-calls.ts';
import { type RetryBudget, retryBudget } from './retry.ts';
import type { Scope } from './scope.ts';
import { isRejected, noting } from './sent-write.ts';
import { sharedCalls } from './shared-calls.ts';
import { outOfTime, translateError } from './translate-error.ts';
import type { CostItem } from './upstream-costs.ts';

/** The one door to AWS, for the life of the process: what was just answered, what is under way, how fast to ask. */
export interface Door {
  /** The way through for one service and scope, on behalf of one request. */
  for(service: string, scope: Scope, request: RequestCalls): Passage;
  /** How things stand, for who wants to show it. */
  snapshot(): DoorSnapshot;
}

export interface DoorSnapshot {
  readonly lanes: readonly (Scope & { readonly service: string; readonly limiter: RateLimiter })[];
  readonly kept: PageCache['size'];
}

/** What calls to one service of one account and region share: AWS counts them together. */
interface Lane extends Scope {
  readonly service: string;
  readonly limiter: RateLimiter;
  readonly budget: RetryBudget;
  /** How often each kind of thing was changed: a read is known by it, so that none is taken for one from before. */
  readonly changes: Map<Kind, number>;
}

/** From when on a request wants AWS's answers and no cached ones. */
interface Refresh {
  readonly id: number;
  /** The reads that AWS has answered since, by cache key: their answers are recent enough to be used again. */
  readonly answered: Set<string>;
}

/** Of the time that is left to a request, a write may take so much: what it did is read again in the rest. */
const SHARE_OF_WRITES = 0.8;

export function createDoor(limits?: CacheLimits, observer: CallObserver = {}): Door {
  const kept = pageCache(limits);
  const underWay = sharedCalls();
  const turns = cachedTurns();
  const lanes = new Map<string, Lane>();
  let refreshes = 0;

  function laneOf(service: string, { accountId, region }: Scope): Lane {
    const key = `${accountId}/${region}/${service}`;
    const state = () => ({ limiter: rateLimiter(), budget: retryBudget(), changes: new Map() });
    const lane = lanes.get(key) ?? { service, accountId, region, ...state() };
    lanes.set(key, lane);
    return lane;
  }

  return {
    snapshot: () => ({ lanes: [...lanes.values()], kept: kept.size }),
    for(service, scope, request) {
      const lane = laneOf(service, scope);
      const refreshed = new Map<Kind, Refresh>();

      function invalidate(kinds: readonly Kind[]): void {
        for (const kind of kinds) lane.changes.set(kind, (lane.changes.get(kind) ?? 0) + 1);
      }

      function account(operation: string, input: object, isWrite: boolean) {
        const hadToken = 'NextToken' in input && input.NextToken !== undefined;
        const failed = { service, operation, hadToken, isWrite };
        const { accountId, region } = scope;
        const observed: ObservedCall = { service, operation, accountId, region, request, hadToken };
        const record = (item: CostItem, amount = 1) => {
          request.costs.add(service, operation, item, amount);
          observer.counted?.(observed, item, amount);
        };
        const onSend = observer.sent && ((attempt: number) => observer.sent?.(observed, attempt));
        const translate = (error: unknown) => translateError(error, failed);
        const options: AttemptOptions = {
          ...lane,
          operation,
          owner: request,
          record,
          onSend,
          translate,
          isRepeatable: true,
        };
        return {
          observed,
          options,
          record,
          translate,
          outOfTime: () => outOfTime(failed, lane.limiter.isLimited(operation)),
        };
      }

      return {
        async read({ operation, input, resumes, ...cacheable }, send) {
          const { observed, options, record, translate, outOfTime } = account(operation, input, false);
          const version = lane.changes.get(cacheable.kind) ?? 0;
          const key = JSON.stringify([service, scope.accountId, scope.region, version, operation, input]);

          const refresh = refreshed.get(cacheable.kind);
          const isFirst = refresh !== undefined && !refresh.answered.has(key);
          const known = isFirst ? undefined : kept.get(key, resumes);
          if (known !== undefined) {
            record('cached');
            await turns.take(request, outOfTime);
            return known as Awaited<ReturnType<typeof send>>;
          }
          const start = async (call: Parameters<typeof attempt>[0]) => {
            const fresh = await attempt(call, send, options);
            kept.set(key, cacheable, fresh);
            refresh?.answered.add(key);
            return fresh;
          };
          // A call that began before the refresh may have an answer from before it, and is not joined.
          const flight = isFirst ? `${refresh.id} ${key}` : key;
          const { answer, isShared, startedBy } = underWay.join(flight, request, start, outOfTime);
          if (isShared) {
            record('coalesced');
            observer.joined?.(observed, startedBy);
          }
          return (cacheable.isList ? request.reading(answer) : answer).catch((error: unknown) => {
            throw translate(error);
          });
        },

        async write({ operation, input, changes, isRepeatable, onSend }, send) {
          const { options, translate, outOfTime } = account(operation, input, true);
          // Its client may go away, its time may not run out unnoticed.
          const left = Math.max(0, Math.ceil((request.endsAt - performance.now()) * SHARE_OF_WRITES));
          const signal = AbortSignal.timeout(left);
          const call = { signal, endsAt: performance.now() + left, lastFailure: undefined };
          const write = { service, operation, accountId: scope.accountId, region: scope.region };
          let mayHaveChanged = false;
          const noted = (signal: AbortSignal) => {
            onSend?.();
            return noting(send(signal), write, request.writes).then(
              (answer) => {
                mayHaveChanged = true;
                return answer;
              },
              (error: unknown) => {
                mayHaveChanged ||= !isRejected(error);
                throw error;
              },
            );
          };
          return attempt(call, noted, { ...options, isRepeatable })
            .catch((error: unknown) => {
              throw signal.aborted ? outOfTime() : translate(error);
            })
            .finally(() => {
              // What AWS rejected changed nothing: it must not cost everybody else their cached answers.
              if (mayHaveChanged) invalidate(changes);
            });
        },

        refresh(...kinds) {
          refreshes += 1;
          for (const kind of kinds) refreshed.set(kind, { id: refreshes, answered: new Set() });
        },
      };
    },
  };
}
