import { expect, test } from 'vitest';
import { createPartitions, generationOf, nextGeneration } from '../../../src/aws/pipeline/partitions.ts';
import { LOCATION } from '../../support/aws-call.ts';

test('A service of an account and region has one partition', () => {
  const partitions = createPartitions();
  const partition = partitions.of('ssm', LOCATION);
  expect(partitions.of('ssm', { ...LOCATION })).toBe(partition);
  const others = [
    partitions.of('appstream', LOCATION),
    partitions.of('ssm', { ...LOCATION, region: 'us-east-1' }),
    partitions.of('ssm', { ...LOCATION, accountId: '444455556666' }),
  ];
  expect(new Set([partition, ...others]).size).toBe(4);
  expect(partitions.all()).toEqual([partition, ...others]);
});

test('Generations count by partition and kind', () => {
  const partitions = createPartitions();
  const [one, other] = [partitions.of('ssm', LOCATION), partitions.of('appstream', LOCATION)];
  nextGeneration(one, 'sessions');
  nextGeneration(one, 'sessions');
  expect([generationOf(one, 'sessions'), generationOf(one, 'nodes'), generationOf(other, 'sessions')]).toEqual([
    2, 0, 0,
  ]);
});
