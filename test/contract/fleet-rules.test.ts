import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  ARN,
  CREATE,
  calls,
  ELASTIC,
  gateway,
  type Input,
  PLAIN,
  rejections,
  SHARED,
  startFleets,
} from '../support/fleet-rejections.ts';

beforeAll(startFleets);
beforeEach(() => gateway.emulator.clearCalls());
afterAll(() => gateway.close());

describe('createFleet rejects, without a call to AWS,', () => {
  test.each<[string, Input, string]>([
    ['a name of other characters', { ...PLAIN, name: 'new fleet' }, 'INVALID_FORMAT at name'],
    ['a name that begins with a dash', { ...PLAIN, name: '-new' }, 'INVALID_FORMAT at name'],
    ['an empty name', { ...PLAIN, name: '' }, 'INVALID_FORMAT at name'],
    ['a name of two lines', { ...PLAIN, name: 'new\n' }, 'INVALID_FORMAT at name'],
    ['a name of 102 characters', { ...PLAIN, name: 'n'.repeat(102) }, 'INVALID_FORMAT at name'],
    ['an image name of other characters', { ...PLAIN, imageName: 'a/b' }, 'INVALID_FORMAT at imageName'],
    ['an image ARN that is none', { ...PLAIN, imageName: null, imageArn: 'base' }, 'INVALID_FORMAT at imageArn'],
    ['an empty instance type', { ...PLAIN, instanceType: '' }, 'INVALID_FORMAT at instanceType'],
    [
      'six security groups',
      { ...PLAIN, vpcConfig: { securityGroupIds: ['1', '2', '3', '4', '5', '6'] } },
      'TOO_MANY at vpcConfig.securityGroupIds',
    ],
    ['an empty subnet', { ...PLAIN, vpcConfig: { subnetIds: [''] } }, 'INVALID_FORMAT at vpcConfig.subnetIds.0'],
    [
      'an empty security group',
      { ...PLAIN, vpcConfig: { securityGroupIds: ['sg-1', ''] } },
      'INVALID_FORMAT at vpcConfig.securityGroupIds.1',
    ],
    ['sessions of 599 s', { ...PLAIN, maxUserDurationInSeconds: 599 }, 'OUT_OF_RANGE at maxUserDurationInSeconds'],
    [
      'sessions of 432001 s',
      { ...PLAIN, maxUserDurationInSeconds: 432_001 },
      'OUT_OF_RANGE at maxUserDurationInSeconds',
    ],
    [
      'a disconnect timeout of 59 s',
      { ...PLAIN, disconnectTimeoutInSeconds: 59 },
      'OUT_OF_RANGE at disconnectTimeoutInSeconds',
    ],
    [
      'a disconnect timeout of 36001 s',
      { ...PLAIN, disconnectTimeoutInSeconds: 36_001 },
      'OUT_OF_RANGE at disconnectTimeoutInSeconds',
    ],
    [
      'an idle timeout of 59 s',
      { ...PLAIN, idleDisconnectTimeoutInSeconds: 59 },
      'OUT_OF_RANGE at idleDisconnectTimeoutInSeconds',
    ],
    [
      'an idle timeout of 36001 s',
      { ...PLAIN, idleDisconnectTimeoutInSeconds: 36_001 },
      'OUT_OF_RANGE at idleDisconnectTimeoutInSeconds',
    ],
    ['a description of 257 characters', { ...PLAIN, description: 'd'.repeat(257) }, 'INVALID_LENGTH at description'],
    ['a display name of 101 characters', { ...PLAIN, displayName: 'd'.repeat(101) }, 'INVALID_LENGTH at displayName'],
    [
      'an organizational unit of 2001 characters',
      { ...PLAIN, domainJoinInfo: { organizationalUnitDistinguishedName: 'o'.repeat(2_001) } },
      'INVALID_LENGTH at domainJoinInfo.organizationalUnitDistinguishedName',
    ],
    [
      '51 tags',
      { ...PLAIN, tags: Array.from({ length: 51 }, (_, index) => ({ key: `k${index}` })) },
      'TOO_MANY at tags',
    ],
    ['a tag twice', { ...PLAIN, tags: [{ key: 'a' }, { key: 'a', value: 'b' }] }, 'DUPLICATE at tags'],
    ['a tag of AWS', { ...PLAIN, tags: [{ key: 'aws:team' }] }, 'INVALID_FORMAT at tags.0.key'],
    ['a tag without a name', { ...PLAIN, tags: [{ key: 'a' }, { key: '' }] }, 'INVALID_FORMAT at tags.1.key'],
    [
      'a tag of 257 characters',
      { ...PLAIN, tags: [{ key: 'a', value: 'v'.repeat(257) }] },
      'INVALID_FORMAT at tags.0.value',
    ],
    ['a role that is no ARN', { ...PLAIN, iamRoleArn: 'role' }, 'INVALID_FORMAT at iamRoleArn'],
    [
      'a USB filter that is none',
      { ...PLAIN, usbDeviceFilterStrings: ['any'] },
      'INVALID_FORMAT at usbDeviceFilterStrings.0',
    ],
    [
      'a bucket of upper case',
      { ...ELASTIC, sessionScriptS3Location: { s3Bucket: 'Scripts' } },
      'INVALID_FORMAT at sessionScriptS3Location.s3Bucket',
    ],
    [
      'an empty key in a bucket',
      { ...ELASTIC, sessionScriptS3Location: { s3Bucket: 'scripts', s3Key: '' } },
      'INVALID_LENGTH at sessionScriptS3Location.s3Key',
    ],
    [
      'a root volume of 199 GB',
      { ...PLAIN, rootVolumeConfig: { volumeSizeInGb: 199 } },
      'OUT_OF_RANGE at rootVolumeConfig.volumeSizeInGb',
    ],
    [
      'a root volume of 501 GB',
      { ...PLAIN, rootVolumeConfig: { volumeSizeInGb: 501 } },
      'OUT_OF_RANGE at rootVolumeConfig.volumeSizeInGb',
    ],
    [
      'instances and sessions at once',
      { ...SHARED, computeCapacity: { desiredInstances: 2, desiredSessions: 20 } },
      'EXCLUSIVE at computeCapacity.desiredSessions',
    ],
    ['a capacity of neither', { ...PLAIN, computeCapacity: {} }, 'REQUIRED at computeCapacity.desiredInstances'],
    ['a fleet without a capacity', { ...PLAIN, computeCapacity: null }, 'REQUIRED at computeCapacity'],
    ['a fleet without an image', { ...PLAIN, imageName: undefined }, 'REQUIRED at imageName'],
    [
      'sessions without how many an instance',
      { ...SHARED, maxSessionsPerInstance: undefined },
      'REQUIRED at maxSessionsPerInstance',
    ],
    [
      'a multi-session fleet sized in instances',
      { ...SHARED, computeCapacity: { desiredInstances: 2 } },
      'NOT_ALLOWED at computeCapacity.desiredInstances',
    ],
    [
      'concurrent sessions of other than ELASTIC fleets',
      { ...PLAIN, maxConcurrentSessions: 5 },
      'NOT_ALLOWED at maxConcurrentSessions',
    ],
    [
      'session scripts of other than ELASTIC fleets',
      { ...PLAIN, fleetType: 'ON_DEMAND', sessionScriptS3Location: { s3Bucket: 'scripts' } },
      'NOT_ALLOWED at sessionScriptS3Location',
    ],
    [
      'an ELASTIC fleet with instances',
      { ...ELASTIC, computeCapacity: { desiredInstances: 2 } },
      'NOT_ALLOWED at computeCapacity',
    ],
    [
      'an ELASTIC fleet that shares instances',
      { ...ELASTIC, maxSessionsPerInstance: 2 },
      'NOT_ALLOWED at maxSessionsPerInstance',
    ],
    [
      'an ELASTIC fleet in a domain',
      { ...ELASTIC, domainJoinInfo: { directoryName: 'corp.example.com' } },
      'NOT_ALLOWED at domainJoinInfo',
    ],
    [
      'an ELASTIC fleet without concurrent sessions',
      { ...ELASTIC, maxConcurrentSessions: null },
      'REQUIRED at maxConcurrentSessions',
    ],
    ['an ELASTIC fleet without a VPC', { ...ELASTIC, vpcConfig: null }, 'REQUIRED at vpcConfig'],
    [
      'an ELASTIC fleet with one subnet, twice',
      { ...ELASTIC, vpcConfig: { subnetIds: ['subnet-1', 'subnet-1'] } },
      'REQUIRED at vpcConfig.subnetIds',
    ],
    [
      'an ELASTIC fleet of large instances',
      { ...ELASTIC, instanceType: 'stream.compute.large' },
      'NOT_SUPPORTED at instanceType',
    ],
    ['an ELASTIC fleet of Windows 2022', { ...ELASTIC, platform: 'WINDOWS_SERVER_2022' }, 'NOT_SUPPORTED at platform'],
  ])('%s', async (_title, input, rejection) => {
    expect(await rejections(CREATE, input)).toEqual([rejection]);
    expect(calls()).toEqual([]);
  });

  test('everything that is wrong, at once', async () => {
    const input = {
      name: 'a b',
      instanceType: '',
      computeCapacity: { desiredInstances: 1, desiredSessions: 2 },
      maxUserDurationInSeconds: 1,
      tags: [{ key: 'aws:x' }],
    };
    expect((await rejections(CREATE, input)).sort()).toEqual([
      'EXCLUSIVE at computeCapacity.desiredSessions',
      'INVALID_FORMAT at instanceType',
      'INVALID_FORMAT at name',
      'INVALID_FORMAT at tags.0.key',
      'OUT_OF_RANGE at maxUserDurationInSeconds',
      'REQUIRED at imageName',
    ]);
    expect(calls()).toEqual([]);
  });
});

describe('What AWS documents no rule for, AWS judges:', () => {
  test.each<[string, Input]>([
    ['an instance type with a dash', { ...PLAIN, instanceType: 'stream.graphics-pro.4xlarge' }],
    ['an instance type in capitals', { ...PLAIN, instanceType: 'stream.Graphics.g7.XLARGE' }],
    ['an instance type of another family', { ...PLAIN, instanceType: 'm5.large' }],
    ['no instances', { ...PLAIN, computeCapacity: { desiredInstances: -1 } }],
    ['no session an instance', { ...SHARED, maxSessionsPerInstance: 0 }],
    ['no concurrent session', { ...ELASTIC, maxConcurrentSessions: 0 }],
    ['an image by name and ARN', { ...PLAIN, imageArn: ARN }],
  ])('%s', async (_title, input) => {
    await gateway.query(CREATE, { input: { ...input, name: 'judged' } });
    expect(calls()[0]).toBe('CreateFleet');
  });

  test('such as the instance type stream.graphics-pro.4xlarge, which it takes', async () => {
    expect(await rejections(CREATE, { ...PLAIN, name: 'pro', instanceType: 'stream.graphics-pro.4xlarge' })).toEqual(
      [],
    );
  });
});

describe('A limit itself is within it:', () => {
  test.each<[string, Input]>([
    [
      'the least',
      {
        ...PLAIN,
        name: 'least',
        maxUserDurationInSeconds: 600,
        disconnectTimeoutInSeconds: 60,
        idleDisconnectTimeoutInSeconds: 60,
        computeCapacity: { desiredInstances: 0 },
        rootVolumeConfig: { volumeSizeInGb: 200 },
      },
    ],
    [
      'the most',
      {
        ...PLAIN,
        name: 'm'.repeat(101),
        maxUserDurationInSeconds: 432_000,
        disconnectTimeoutInSeconds: 36_000,
        idleDisconnectTimeoutInSeconds: 36_000,
        description: '😀'.repeat(256).slice(0, 256),
        displayName: 'd'.repeat(100),
        tags: Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: 'v'.repeat(256) })),
        vpcConfig: { securityGroupIds: ['1', '2', '3', '4', '5'] },
        rootVolumeConfig: { volumeSizeInGb: 500 },
      },
    ],
  ])('%s', async (_title, input) => {
    expect(await rejections(CREATE, input)).toEqual([]);
    expect(calls()).toEqual(['CreateFleet', 'DescribeFleets']);
  });
});

describe('A name that cannot exist costs no call:', () => {
  test.each([
    ['startFleet(input: { name: "a b" })', ['name']],
    ['stopFleet(input: { name: "" })', ['name']],
    ['deleteFleet(input: { name: "é" })', ['name']],
    ['associateFleet(input: { fleetName: "a/b", stackName: "*" })', ['fleetName', 'stackName']],
    ['disassociateFleet(input: { fleetName: "fine", stackName: "\\u0000" })', ['stackName']],
  ])('%s', async (field, locations) => {
    const { data } = await gateway.query(`mutation { it: ${field} { userErrors { code field } } }`);
    expect(data.it.userErrors).toEqual(
      locations.map((location) => ({ code: 'INVALID_FORMAT', field: ['input', location] })),
    );
    expect(calls()).toEqual([]);
  });
});
