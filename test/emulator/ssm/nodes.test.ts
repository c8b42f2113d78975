import { describe, expect, test } from 'vitest';
import { describeInstanceInformation } from '../../../emulator/ssm/describe-instance-information.ts';
import type { ManagedNode } from '../../../emulator/world/state.ts';
import { outcome, rejection, run } from '../../support/run-operation.ts';
import { buildWorld } from '../../support/world.ts';

const ec2 = 'i-0000000000000000a';
const hybrid = 'mi-0000000000000000b';

function built() {
  return buildWorld()
    .node(ec2, { PingStatus: 'Online', PlatformType: 'Linux', AgentVersion: '3.1', AssociationStatus: 'Success' })
    .node(hybrid, {
      PingStatus: 'ConnectionLost',
      PlatformType: 'Windows',
      AgentVersion: '3.2',
      ActivationId: 'activation-1',
      IamRole: 'hybrid',
    });
}

function listed(input: Record<string, unknown>, world: ReturnType<typeof buildWorld> = built()): string[] {
  const answer = run(world, describeInstanceInformation, input);
  return (answer.InstanceInformationList as ManagedNode[]).map((node) => node.InstanceId);
}

describe('DescribeInstanceInformation', () => {
  test('lists all nodes, ten a page by default', () => {
    expect(listed({})).toEqual([ec2, hybrid]);
    expect(listed({}, buildWorld().nodes(12))).toHaveLength(10);
    expect(listed({ MaxResults: 50 }, buildWorld().nodes(12))).toHaveLength(12);
  });

  test('continues where its token says', () => {
    const world = buildWorld().nodes(12);
    const { NextToken } = run(world, describeInstanceInformation, {});
    expect(listed({ NextToken }, world)).toHaveLength(2);
  });

  test.each([
    ['InstanceIds', [hybrid], [hybrid]],
    ['InstanceIds', [hybrid, ec2], [ec2, hybrid]],
    ['PingStatus', ['Online'], [ec2]],
    ['PingStatus', ['Online', 'ConnectionLost'], [ec2, hybrid]],
    ['PlatformTypes', ['Windows'], [hybrid]],
    ['PlatformTypes', ['MacOS'], []],
    ['AgentVersion', ['3.1'], [ec2]],
    ['ActivationIds', ['activation-1'], [hybrid]],
    ['IamRole', ['hybrid'], [hybrid]],
    ['ResourceType', ['EC2Instance'], [ec2]],
    ['AssociationStatus', ['Success'], [ec2]],
  ])('filters by %s %o, in either way to say it', (key, values, expected) => {
    expect(listed({ Filters: [{ Key: key, Values: values }] })).toEqual(expected);
    expect(listed({ InstanceInformationFilterList: [{ key, valueSet: values }] })).toEqual(expected);
  });

  test('wants all filters to hold', () => {
    const platform = { Key: 'PlatformTypes', Values: ['Windows'] };
    expect(listed({ Filters: [platform, { Key: 'PingStatus', Values: ['ConnectionLost'] }] })).toEqual([hybrid]);
    expect(listed({ Filters: [platform, { Key: 'PingStatus', Values: ['Online'] }] })).toEqual([]);
  });

  test('rejects the whole call for one unknown instance', () => {
    const input = { Filters: [{ Key: 'InstanceIds', Values: [ec2, 'i-gone'] }] };
    expect(rejection(built(), describeInstanceInformation, input)).toMatchObject({
      code: 'InvalidInstanceId',
      message: expect.stringContaining('i-gone'),
    });
  });

  test('rejects both kinds of filters at once, but takes empty lists for none', () => {
    const Filters = [{ Key: 'PingStatus', Values: ['Online'] }];
    const InstanceInformationFilterList = [{ key: 'PingStatus', valueSet: ['Online'] }];
    expect(outcome(built(), describeInstanceInformation, { Filters, InstanceInformationFilterList })).toBe(
      'ValidationException',
    );
    expect(listed({ Filters, InstanceInformationFilterList: [] })).toEqual([ec2]);
  });

  test('rejects an unknown filter, and a token that it did not give', () => {
    const Filters = [{ Key: 'Colour', Values: ['red'] }];
    expect(outcome(built(), describeInstanceInformation, { Filters })).toBe('InvalidFilterKey');
    expect(outcome(built(), describeInstanceInformation, { NextToken: 'nonsense' })).toBe('InvalidNextToken');
  });
});
