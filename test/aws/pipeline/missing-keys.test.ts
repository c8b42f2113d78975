import { expect, test } from 'vitest';
import { missingKeys } from '../../../src/aws/pipeline/missing-keys.ts';
import { createPartitions, nextGeneration } from '../../../src/aws/pipeline/partitions.ts';
import { responseCache } from '../../../src/aws/pipeline/response-cache.ts';
import { CACHE_LIMITS, LOCATION } from '../../support/aws-call.ts';

test('A missing key is known until a write begins a new generation of its kind', () => {
  const responses = responseCache(CACHE_LIMITS);
  const partition = createPartitions().of('appstream', LOCATION);
  const missing = missingKeys(responses, partition, 'fleets');
  missing.add('a');
  expect([missing.has('a'), missing.has('b')]).toEqual([true, false]);
  expect(missingKeys(responses, partition, 'stacks').has('a')).toBe(false);
  nextGeneration(partition, 'fleets');
  missing.add('b');
  const later = missingKeys(responses, partition, 'fleets');
  expect([later.has('a'), later.has('b')]).toEqual([false, false]);
});
