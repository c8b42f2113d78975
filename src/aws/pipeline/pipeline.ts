import type { AwsClient } from '../client.ts';
import { deadlineExceeded, translateError } from '../errors/translate-error.ts';
import type { AwsLocation } from '../location.ts';
import type { CallObserver, ObservedCall } from '../observer.ts';
import { type RateLimiter, rateLimiter } from '../rate-limiter/rate-limiter.ts';
import type { RequestCalls } from '../request-calls.ts';
import type { CostItem } from '../upstream-costs.ts';
import { isRejected, recordAttempt } from '../write-attempt.ts';
import { type RetryBudget, retryBudget } from './backoff.ts';
import { cachedTurns } from './cached-turns.ts';
import { callCoalescer } from './call-coalescer.ts';
import { type CacheKind, type CacheLimits, type ResponseCache, responseCache } from './response-cache.ts';
import { type AttemptOptions, attempt } from './retry.ts';

/** The one pipeline to AWS, for the life of the process: what was just answered, what is under way, how fast to ask. */
export interface AwsPipeline {
  /** The way through for one service and location, on behalf of one request. */
  for(service: string, location: AwsLocation, request: RequestCalls): AwsClient;
  /** How things stand, for who wants to show it. */
  snapshot(): PipelineSnapshot;
}

export interface PipelineSnapshot {
  readonly partitions: readonly (AwsLocation & { readonly service: string; readonly limiter: RateLimiter })[];
  readonly kept: ResponseCache['size'];
}

/** What calls to one service of one account and region share: AWS counts them together. */
interface Partition extends AwsLocation {
  readonly service: string;
  readonly limiter: RateLimiter;
  readonly budget: RetryBudget;
  /** How often each kind of thing was changed: a read is known by it, so that none is taken for one from before. */
  readonly changes: Map<CacheKind, number>;
}

/** From when on a request wants AWS's answers and no cached ones. */
interface Refresh {
  readonly id: number;
  /** The reads that AWS has answered since, by cache key: their answers are recent enough to be used again. */
  readonly answered: Set<string>;
}

/** Of the time that is left to a request, a write may take so much: what it did is read again in the rest. */
const SHARE_OF_WRITES = 0.8;

export function createPipeline(limits?: CacheLimits, observer: CallObserver = {}): AwsPipeline {
  const kept = responseCache(limits);
  const underWay = callCoalescer();
  const turns = cachedTurns();
  const partitions = new Map<string, Partition>();
  let refreshes = 0;

  function laneOf(service: string, { accountId, region }: AwsLocation): Partition {
    const key = `${accountId}/${region}/${service}`;
    const state = () => ({ limiter: rateLimiter(), budget: retryBudget(), changes: new Map() });
    const partition = partitions.get(key) ?? { service, accountId, region, ...state() };
    partitions.set(key, partition);
    return partition;
  }

  return {
    snapshot: () => ({ partitions: [...partitions.values()], kept: kept.size }),
    for(service, location, request) {
      const partition = laneOf(service, location);
      const refreshed = new Map<CacheKind, Refresh>();

      function invalidate(kinds: readonly CacheKind[]): void {
        for (const kind of kinds) partition.changes.set(kind, (partition.changes.get(kind) ?? 0) + 1);
      }

      function account(operation: string, input: object, isWrite: boolean) {
        const hadToken = 'NextToken' in input && input.NextToken !== undefined;
        const failed = { service, operation, hadToken, isWrite };
        const { accountId, region } = location;
        const observed: ObservedCall = { service, operation, accountId, region, request, hadToken };
        const record = (item: CostItem, amount = 1) => {
          request.costs.add(service, operation, item, amount);
          observer.counted?.(observed, item, amount);
        };
        const onSend = observer.sent && ((attempt: number) => observer.sent?.(observed, attempt));
        const translate = (error: unknown) => translateError(error, failed);
        const options: AttemptOptions = {
          ...partition,
          operation,
          owner: request,
          record,
          onSend,
          translate,
          isIdempotent: true,
        };
        return {
          observed,
          options,
          record,
          translate,
          deadlineExceeded: () => deadlineExceeded(failed, partition.limiter.isLimited(operation)),
        };
      }

      return {
        async read({ operation, input, resumes, ...cacheable }, send) {
          const { observed, options, record, translate, deadlineExceeded } = account(operation, input, false);
          const version = partition.changes.get(cacheable.kind) ?? 0;
          const key = JSON.stringify([service, location.accountId, location.region, version, operation, input]);

          const refresh = refreshed.get(cacheable.kind);
          const isFirst = refresh !== undefined && !refresh.answered.has(key);
          const known = isFirst ? undefined : kept.get(key, resumes);
          if (known !== undefined) {
            record('cached');
            await turns.take(request, deadlineExceeded);
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
          const { answer, isShared, startedBy } = underWay.join(flight, request, start, deadlineExceeded);
          if (isShared) {
            record('coalesced');
            observer.joined?.(observed, startedBy);
          }
          return (cacheable.isList ? request.reading(answer) : answer).catch((error: unknown) => {
            throw translate(error);
          });
        },

        async write({ operation, input, changes, isIdempotent, onSend }, send) {
          const { options, translate, deadlineExceeded } = account(operation, input, true);
          // Its client may go away, its time may not run out unnoticed.
          const left = Math.max(0, Math.ceil((request.endsAt - performance.now()) * SHARE_OF_WRITES));
          const signal = AbortSignal.timeout(left);
          const call = { signal, endsAt: performance.now() + left, lastFailure: undefined };
          const write = { service, operation, accountId: location.accountId, region: location.region };
          let mayHaveChanged = false;
          const noted = (signal: AbortSignal) => {
            onSend?.();
            return recordAttempt(send(signal), write, request.writes).then(
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
          return attempt(call, noted, { ...options, isIdempotent })
            .catch((error: unknown) => {
              throw signal.aborted ? deadlineExceeded() : translate(error);
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

        missing(kind) {
          const version = partition.changes.get(kind) ?? 0;
          const cacheKey = (key: string) =>
            JSON.stringify([service, location.accountId, location.region, version, 'missing', kind, key]);
          const cacheable = { kind, isList: false, isTransitional: () => true };
          return {
            has: (key) => !refreshed.has(kind) && kept.get(cacheKey(key)) !== undefined,
            add: (key) => kept.set(cacheKey(key), cacheable, {}),
          };
        },
      };
    },
  };
}
