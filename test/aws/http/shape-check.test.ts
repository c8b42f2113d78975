import * as appstream from '@aws-sdk/client-appstream';
import * as ssm from '@aws-sdk/client-ssm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Dropped, shapeCheck } from '../../../src/aws/http/shape-check.ts';

const FLEETS = appstream.DescribeFleetsResult$ as unknown as object;
const SESSIONS = ssm.DescribeSessionsResponse$ as unknown as object;

function check(schema: object, value: unknown) {
  const dropped: Dropped = { items: 0, members: 0, first: undefined };
  const checked = shapeCheck(schema)(value, dropped, '') as Record<string, unknown> | undefined;
  return { checked, ...dropped };
}
const none = { items: 0, members: 0, first: undefined };
const ofFleet = (fleet: object) => check(FLEETS, { Fleets: [{ Name: 'a', ...fleet }] });

describe('An answer that conforms to the model', () => {
  test('is left as it is', () => {
    const CreatedTime = new Date('2026-11-02T09:00:00Z');
    const fleet = {
      Name: 'a',
      Arn: 'arn',
      State: 'NEW_STATE',
      MaxUserDurationInSeconds: 600,
      EnableDefaultInternetAccess: true,
      CreatedTime,
    };
    const answer = { Fleets: [fleet, { Name: 'b', VpcConfig: { SubnetIds: ['s-1', 's-2'] } }], NextToken: 'next' };
    expect(check(FLEETS, answer)).toEqual({ checked: answer, ...none });
  });

  test('may lack members, and have others that this build does not know, which are left out without a word', () => {
    expect(check(FLEETS, { Fleets: [{ Name: 'a', Newest: { deep: [1] } }], More: 1 })).toEqual({
      checked: { Fleets: [{ Name: 'a' }] },
      ...none,
    });
    expect(check(FLEETS, {})).toEqual({ checked: {}, ...none });
  });

  test('may have null for a member that is absent', () => {
    expect(ofFleet({ Arn: null, VpcConfig: null })).toEqual({ checked: { Fleets: [{ Name: 'a' }] }, ...none });
  });
});

describe('A member of another type', () => {
  test.each<[string, object]>([
    ['Fleets.State', { State: 7 }],
    ['Fleets.State', { State: ['RUNNING'] }],
    ['Fleets.MaxUserDurationInSeconds', { MaxUserDurationInSeconds: '600' }],
    ['Fleets.MaxUserDurationInSeconds', { MaxUserDurationInSeconds: 1.5 }],
    ['Fleets.MaxUserDurationInSeconds', { MaxUserDurationInSeconds: 2 ** 31 }],
    ['Fleets.EnableDefaultInternetAccess', { EnableDefaultInternetAccess: 'true' }],
    ['Fleets.CreatedTime', { CreatedTime: 'yesterday' }],
    ['Fleets.CreatedTime', { CreatedTime: -1 }],
    ['Fleets.CreatedTime', { CreatedTime: 1e15 }],
    ['Fleets.VpcConfig', { VpcConfig: ['s-1'] }],
    ['Fleets.VpcConfig.SubnetIds', { VpcConfig: { SubnetIds: 's-1' } }],
  ])('is left out, and the first is named: %s', (first, fleet) => {
    const { checked, ...counts } = ofFleet(fleet);
    expect(counts).toEqual({ items: 0, members: 1, first });
    expect(JSON.stringify(checked)).toMatch(/^\{"Fleets":\[\{"Name":"a"(?:,"VpcConfig":\{\})?\}\]\}$/);
  });

  test('leaves the others alone, and each counts', () => {
    const { checked, members, first } = ofFleet({ State: 1, Arn: 2, Platform: 'WINDOWS' });
    expect([checked, members, first]).toEqual([{ Fleets: [{ Name: 'a', Platform: 'WINDOWS' }] }, 2, 'Fleets.Arn']);
  });

  test('may be the whole list, or the whole answer', () => {
    expect(check(FLEETS, { Fleets: {} })).toEqual({ checked: {}, items: 0, members: 1, first: 'Fleets' });
    for (const answer of [[], 'x', 1, null, true]) expect(check(FLEETS, answer).checked).toBeUndefined();
  });
});

test('Items of another type are skipped, and counted', () => {
  const { checked, ...counts } = check(FLEETS, { Fleets: [{ Name: 'a' }, null, 'b', 3, [], { Name: 'c' }] });
  expect(checked).toEqual({ Fleets: [{ Name: 'a' }, { Name: 'c' }] });
  expect(counts).toEqual({ items: 4, members: 0, first: 'Fleets' });
});

test('A time may be seconds of the wire, as where the SDK could not read the answer', () => {
  const { checked } = check(SESSIONS, { Sessions: [{ SessionId: 'a', StartDate: 1_793_610_000.5 }] });
  expect(checked).toEqual({ Sessions: [{ SessionId: 'a', StartDate: new Date(1_793_610_000_500) }] });
});

describe('An answer that is too large', () => {
  test('has a list of more than ten thousand items', () => {
    expect(check(FLEETS, { Fleets: Array(10_000).fill({}) }).items).toBe(0);
    expect(() => check(FLEETS, { Fleets: Array(10_001).fill({}) })).toThrow('Fleets has 10001 items');
  });

  test('has a longer NextToken than cursors can carry', () => {
    expect(check(FLEETS, { NextToken: 'x'.repeat(16_384) }).members).toBe(0);
    expect(() => check(FLEETS, { NextToken: 'x'.repeat(16_385) })).toThrow('NextToken has 16385 characters');
  });
});

test('Whatever a server sends, what is left conforms: checked again, nothing is left out', () => {
  const fleet = fc.dictionary(
    fc.constantFrom(
      'Name',
      'State',
      'CreatedTime',
      'VpcConfig',
      'ComputeCapacityStatus',
      'Tags',
      'FleetErrors',
      '__proto__',
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const answer = fc.record({ Fleets: fc.oneof(fc.array(fleet, { maxLength: 4 }), fc.jsonValue({ maxDepth: 1 })) });
  fc.assert(
    fc.property(answer, (value) => {
      const { checked } = check(FLEETS, value);
      expect(check(FLEETS, checked)).toEqual({ checked, ...none });
    }),
    { numRuns: 200 },
  );
});
