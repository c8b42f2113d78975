import type { MissingKeys } from '../client.ts';
import { generationOf, type Partition } from './partitions.ts';
import type { ResponseCache } from './response-cache.ts';

/** Caches which keys do not exist, among the answers: a new generation of the kind invalidates both. */
export function missingKeys(responses: ResponseCache, partition: Partition, kind: string): MissingKeys {
  const { service, accountId, region } = partition;
  const generation = generationOf(partition, kind);
  const keyOf = (key: string) => JSON.stringify([service, accountId, region, generation, 'missing', kind, key]);
  // As brief as an answer that is about to change: the resource may be created by others at any time.
  const cacheable = { kind, isList: false, isTransitional: () => true };
  return {
    has: (key) => responses.get(keyOf(key)) !== undefined,
    add: (key) => responses.set(keyOf(key), cacheable, {}),
  };
}
