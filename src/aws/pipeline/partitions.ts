import type { AwsLocation } from '../location.ts';
import { type RateLimiter, rateLimiter } from '../rate-limiter/rate-limiter.ts';
import { type RetryBudget, retryBudget } from './backoff.ts';

/** State shared by all calls to one service of one account and region: AWS's rate limits count them together. */
export interface Partition extends AwsLocation {
  readonly service: string;
  readonly limiter: RateLimiter;
  readonly budget: RetryBudget;
  /** Generations by cache kind. They are part of cache keys: a new generation invalidates all earlier answers. */
  readonly generations: Map<string, number>;
}

/** The partitions of a process, each created by its first call. */
export interface Partitions {
  of(service: string, location: AwsLocation): Partition;
  all(): readonly Partition[];
}

export function createPartitions(): Partitions {
  const partitions = new Map<string, Partition>();
  return {
    of(service, { accountId, region }) {
      const key = `${accountId}/${region}/${service}`;
      const known = partitions.get(key);
      if (known) return known;
      const state = { limiter: rateLimiter(), budget: retryBudget(), generations: new Map() };
      const partition = { service, accountId, region, ...state };
      partitions.set(key, partition);
      return partition;
    },
    all: () => [...partitions.values()],
  };
}

export function generationOf({ generations }: Partition, kind: string): number {
  return generations.get(kind) ?? 0;
}

/** Invalidates all cached answers of a kind in a partition. */
export function nextGeneration(partition: Partition, kind: string): void {
  partition.generations.set(kind, generationOf(partition, kind) + 1);
}
