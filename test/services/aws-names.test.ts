import { expect, test } from 'vitest';
import { fieldOf, toAwsNames } from '../../src/services/aws-names.ts';

test('Members of an input are renamed at every depth', () => {
  const input = { name: 'a', vpcConfig: { subnetIds: ['b'] }, tags: [{ key: 'c', value: '' }], disableIMDSV1: false };
  expect(toAwsNames(input)).toEqual({
    Name: 'a',
    VpcConfig: { SubnetIds: ['b'] },
    Tags: [{ Key: 'c', Value: '' }],
    DisableIMDSV1: false,
  });
});

test('Null and undefined are omitted; 0, false and an empty string are not', () => {
  const names = Object.keys(toAwsNames({ a: null, b: undefined, c: 0, d: false, e: '', f: { g: null } }));
  expect(names).toEqual(['C', 'D', 'E', 'F']);
});

test('The path of an AWS member is converted to the path of the argument', () => {
  expect(fieldOf('ComputeCapacity.DesiredSessions')).toEqual(['input', 'computeCapacity', 'desiredSessions']);
  expect(fieldOf('Tags.3.Key')).toEqual(['input', 'tags', '3', 'key']);
});
