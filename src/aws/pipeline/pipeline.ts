import type { AwsClient, AwsRead } from '../client.ts';
import type { AwsLocation } from '../location.ts';
import type { CallObserver } from '../observer.ts';
import type { RateLimiter } from '../rate-limiter/rate-limiter.ts';
import type { RequestCalls } from '../request-calls.ts';
import { cache } from './cache.ts';
import type { ReadCall, Refresh, WriteCall } from './call.ts';
import { callOf } from './call-of.ts';
import { coalesce } from './coalesce.ts';
import { compose, type Stage } from './compose.ts';
import { countLists } from './count-lists.ts';
import { invalidate } from './invalidate.ts';
import { limitWrites } from './limit-writes.ts';
import { missingKeys } from './missing-keys.ts';
import { observe } from './observe.ts';
import { pace } from './pace.ts';
import { createPartitions, generationOf, nextGeneration, type Partition } from './partitions.ts';
import { rateLimit } from './rate-limit.ts';
import { recordWrites } from './record-writes.ts';
import { type CacheLimits, type ResponseCache, responseCache } from './response-cache.ts';
import { retry } from './retry.ts';
import { send } from './send.ts';
import { translateErrors } from './translate-errors.ts';

/** The one path of all AWS calls, shared by all requests of the process. */
export interface AwsPipeline {
  /**
   * Returns a client of one service and location, on behalf of one request.
   *
   * @param serviceName name of the service in messages and spans; `service` by default
   */
  for(service: string, location: AwsLocation, request: RequestCalls, serviceName?: string): AwsClient;
  /**
   * Calls a listener after each write that may have changed something, with its partition and cache kinds. The listener must
   * not throw.
   */
  onWritten(listener: (partition: AwsLocation & { readonly service: string }, kinds: readonly string[]) => void): void;
  /** Invalidates cached answers, because another process has changed something. */
  invalidate(partition: AwsLocation & { readonly service: string }, kinds: readonly string[]): void;
  /** Reads the current state, for gauges. */
  snapshot(): PipelineSnapshot;
}

export interface PipelineSnapshot {
  readonly partitions: readonly (AwsLocation & { readonly service: string; readonly limiter: RateLimiter })[];
  readonly cache: ResponseCache['size'];
}

/** Creates the pipeline. The two lists are the order of its stages, outermost first. */
export function createPipeline(limits: CacheLimits, observer: CallObserver = {}): AwsPipeline {
  const responses = responseCache(limits);
  const partitions = createPartitions();
  const listeners: Parameters<AwsPipeline['onWritten']>[0][] = [];
  const readStages: Stage<ReadCall>[] = [
    countLists,
    cache(responses),
    coalesce(observer),
    retry(),
    pace,
    rateLimit,
    observe(observer),
    translateErrors,
  ];
  const writeStages: Stage<WriteCall>[] = [
    limitWrites,
    invalidate((partition, kinds) => {
      for (const listener of listeners) listener(partition, kinds);
    }),
    retry(),
    rateLimit,
    observe(observer),
    translateErrors,
    recordWrites,
  ];
  const read = compose(readStages, send);
  const write = compose(writeStages, send);
  let refreshes = 0;

  return {
    onWritten: (listener) => void listeners.push(listener),
    invalidate({ service, ...location }, kinds) {
      const partition = partitions.of(service, location);
      for (const kind of kinds) nextGeneration(partition, kind);
    },
    snapshot: () => ({ partitions: partitions.all(), cache: responses.size }),
    for(service, location, request, serviceName = service) {
      const partition = partitions.of(service, location);
      const refreshed = new Map<string, Refresh>();
      return {
        read: async (options, sendOnce) => {
          const call = callOf(partition, request, observer, serviceName, options, sendOnce, false);
          const { kind, resumes = false } = options;
          const key = keyOf(partition, options);
          return (await read({
            ...call,
            key,
            cacheable: options,
            resumes,
            refresh: refreshed.get(kind),
          })) as Awaited<ReturnType<typeof sendOnce>>;
        },
        write: async (options, sendOnce) => {
          const call = callOf(partition, request, observer, serviceName, options, sendOnce, true);
          const { changes, isIdempotent, onSend } = options;
          const answer = await write({ ...call, changes, isIdempotent, onSend });
          return answer as Awaited<ReturnType<typeof sendOnce>>;
        },
        refresh(...kinds) {
          refreshes += 1;
          for (const kind of kinds) refreshed.set(kind, { id: refreshes, answered: new Set() });
        },
        missing(kind) {
          const missing = missingKeys(responses, partition, kind);
          // A request that has asked for fresh answers of the kind does not trust them.
          return { ...missing, has: (key) => !refreshed.has(kind) && missing.has(key) };
        },
      };
    },
  };
}

function keyOf(partition: Partition, { kind, operation, input }: AwsRead): string {
  const { service, accountId, region } = partition;
  return JSON.stringify([service, accountId, region, generationOf(partition, kind), operation, input]);
}
