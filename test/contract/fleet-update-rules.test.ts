import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { calls, gateway, type Input, rejections, startFleets, UPDATE } from '../support/fleet-rejections.ts';

beforeAll(startFleets);
beforeEach(() => gateway.emulator.clearCalls());
afterAll(() => gateway.close());

describe('updateFleet rejects, without a call to AWS,', () => {
  test.each<[string, Input, string]>([
    ['a name of other characters', { name: 'a/b' }, 'INVALID_FORMAT at name'],
    [
      'a display name that is too long',
      { name: 'stopped', displayName: 'd'.repeat(101) },
      'INVALID_LENGTH at displayName',
    ],
    [
      'instances and sessions at once',
      { name: 'shared', computeCapacity: { desiredInstances: 1, desiredSessions: 1 } },
      'EXCLUSIVE at computeCapacity.desiredSessions',
    ],
  ])('%s', async (_title, input, rejection) => {
    expect(await rejections(UPDATE, input)).toEqual([rejection]);
    expect(calls()).toEqual([]);
  });
});

describe('updateFleet reads the current fleet and rejects, without a change,', () => {
  test.each<[string, Input, readonly string[]]>([
    ['a fleet that is not there', { name: 'absent', displayName: 'x' }, ['NOT_FOUND at name']],
    ['any change while it starts', { name: 'starting', displayName: 'x' }, ['CONCURRENT_MODIFICATION at name']],
    ['any change while it stops', { name: 'stopping', displayName: 'x' }, ['CONCURRENT_MODIFICATION at name']],
    ['another stream view while it runs', { name: 'running', streamView: 'DESKTOP' }, ['IN_USE at streamView']],
    [
      'each of what cannot change while it runs',
      { name: 'running', displayName: 'x', instanceType: 'stream.standard.large', description: 'y' },
      ['IN_USE at instanceType', 'IN_USE at description'],
    ],
    [
      'to take away what cannot change while it runs',
      { name: 'running', attributesToDelete: ['IAM_ROLE_ARN', 'VOLUME_CONFIGURATION'] },
      ['IN_USE at attributesToDelete.0', 'IN_USE at attributesToDelete.1'],
    ],
    ['another image while an ELASTIC one runs', { name: 'running-elastic', imageName: 'new' }, ['IN_USE at imageName']],
    [
      'an ELASTIC fleet without its VPC',
      { name: 'elastic', attributesToDelete: ['VPC_CONFIGURATION'] },
      ['NOT_ALLOWED at attributesToDelete.0'],
    ],
    [
      'an ELASTIC fleet without its VPC, the old way',
      { name: 'elastic', deleteVpcConfig: true },
      ['NOT_ALLOWED at deleteVpcConfig'],
    ],
    [
      'the capacity of an ELASTIC fleet',
      { name: 'elastic', computeCapacity: { desiredInstances: 1 } },
      ['NOT_ALLOWED at computeCapacity'],
    ],
    [
      'concurrent sessions of another fleet',
      { name: 'stopped', maxConcurrentSessions: 5 },
      ['NOT_ALLOWED at maxConcurrentSessions'],
    ],
    [
      'sessions of a single-session fleet',
      { name: 'stopped', computeCapacity: { desiredSessions: 5 } },
      ['REQUIRED at maxSessionsPerInstance'],
    ],
    [
      'instances of a multi-session fleet',
      { name: 'shared', computeCapacity: { desiredInstances: 5 } },
      ['NOT_ALLOWED at computeCapacity.desiredInstances'],
    ],
    [
      'sessions of a fleet that is no longer to share instances',
      { name: 'shared', computeCapacity: { desiredSessions: 5 }, attributesToDelete: ['MAX_SESSIONS_PER_INSTANCE'] },
      ['REQUIRED at maxSessionsPerInstance'],
    ],
  ])('%s', async (_title, input, expected) => {
    expect((await rejections(UPDATE, input)).sort()).toEqual([...expected].sort());
    expect(calls()).toEqual(['DescribeFleets']);
  });

  test('what has begun to run since the fleet was last read', async () => {
    await gateway.query('{ fleet(name: "stopped") { state } }');
    const fleet = gateway.emulator.world.location('123456789012', 'eu-west-1').fleets.get('stopped');
    if (!fleet) throw new Error('There is no such fleet.');
    fleet.State = 'RUNNING';
    expect(await rejections(UPDATE, { name: 'stopped', description: 'x' })).toEqual(['IN_USE at description']);
    fleet.State = 'STOPPED';
    expect(await rejections(UPDATE, { name: 'stopped', description: 'x' })).toEqual([]);
  });
});

describe('updateFleet lets be changed', () => {
  test.each<[string, Input]>([
    [
      'timeouts, capacity, image and display name while it runs',
      {
        name: 'running',
        displayName: 'x',
        imageName: 'new',
        computeCapacity: { desiredInstances: 3 },
        disconnectTimeoutInSeconds: 60,
        idleDisconnectTimeoutInSeconds: 0,
      },
    ],
    [
      'sessions, scripts and devices while an ELASTIC one runs',
      {
        name: 'running-elastic',
        maxConcurrentSessions: 7,
        sessionScriptS3Location: { s3Bucket: 'scripts', s3Key: 'all.zip' },
        usbDeviceFilterStrings: ['host,3,*,*,*,*,1,1'],
      },
    ],
    [
      'a multi-session fleet back to single sessions',
      { name: 'shared', computeCapacity: { desiredInstances: 2 }, attributesToDelete: ['MAX_SESSIONS_PER_INSTANCE'] },
    ],
  ])('%s', async (_title, input) => {
    expect(await rejections(UPDATE, input)).toEqual([]);
    expect(calls().slice(0, 2)).toEqual(['DescribeFleets', 'UpdateFleet']);
  });
});
