import { expect, test } from 'vitest';
import { fieldOf, toAwsNames } from '../../src/services/aws-names.ts';

test('An input gets the names of AWS, at every depth', () => {
  const input = { name: 'a', vpcConfig: { subnetIds: ['b'] }, tags: [{ key: 'c', value: '' }], disableIMDSV1: false };
  expect(toAwsNames(input)).toEqual({
    Name: 'a',
    VpcConfig: { SubnetIds: ['b'] },
    Tags: [{ Key: 'c', Value: '' }],
    DisableIMDSV1: false,
  });
});

test('What is null or undefined is not given; 0, false and an empty text are', () => {
  const names = Object.keys(toAwsNames({ a: null, b: undefined, c: 0, d: false, e: '', f: { g: null } }));
  expect(names).toEqual(['C', 'D', 'E', 'F']);
});

test('A member of AWS has its location in the arguments', () => {
  expect(fieldOf('ComputeCapacity.DesiredSessions')).toEqual(['input', 'computeCapacity', 'desiredSessions']);
  expect(fieldOf('Tags.3.Key')).toEqual(['input', 'tags', '3', 'key']);
});
