import { describe, expect, test } from 'vitest';
import { createFleet } from '../../../emulator/appstream/create-fleet.ts';
import type { AppStreamFleet } from '../../../emulator/world/state.ts';
import { start } from '../../support/plain-shapes.ts';
import { outcome, rejection, run } from '../../support/run-operation.ts';
import { buildWorld } from '../../support/world.ts';

const alwaysOn = {
  Name: 'design',
  InstanceType: 'stream.standard.medium',
  ImageName: 'image-1',
  ComputeCapacity: { DesiredInstances: 2 },
};
const elastic = {
  Name: 'burst',
  InstanceType: 'stream.standard.large',
  FleetType: 'ELASTIC',
  Platform: 'AMAZON_LINUX2',
  MaxConcurrentSessions: 20,
  VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'] },
};

function created(input: Record<string, unknown>): AppStreamFleet {
  return run(buildWorld(), createFleet, input).Fleet as AppStreamFleet;
}

describe('CreateFleet', () => {
  test("makes a stopped fleet with AWS's defaults", () => {
    expect(created(alwaysOn)).toEqual({
      Arn: 'arn:aws:appstream:eu-west-1:123456789012:fleet/design',
      Name: 'design',
      InstanceType: 'stream.standard.medium',
      FleetType: 'ALWAYS_ON',
      ImageName: 'image-1',
      ImageArn: 'arn:aws:appstream:eu-west-1:123456789012:image/image-1',
      ComputeCapacityStatus: { Desired: 2, Running: 0, InUse: 0, Available: 0 },
      MaxUserDurationInSeconds: 57_600,
      DisconnectTimeoutInSeconds: 900,
      IdleDisconnectTimeoutInSeconds: 0,
      EnableDefaultInternetAccess: false,
      StreamView: 'APP',
      DisableIMDSV1: false,
      RootVolumeConfig: { VolumeSizeInGb: 200 },
      State: 'STOPPED',
      CreatedTime: new Date(start),
    });
  });

  test('keeps what is given, save the tags, which are not a member of a fleet', () => {
    const given = {
      ...alwaysOn,
      FleetType: 'ON_DEMAND',
      DisplayName: 'Design',
      StreamView: 'DESKTOP',
      MaxUserDurationInSeconds: 600,
      IamRoleArn: 'arn:aws:iam::123456789012:role/machine',
      DomainJoinInfo: { DirectoryName: 'corp.example.com' },
    };
    const { ComputeCapacity: _, ...members } = given;
    const fleet = created({ ...given, Tags: { Team: 'design' } });
    expect(fleet).toMatchObject(members);
    expect(fleet).not.toHaveProperty('Tags');
    expect(fleet).not.toHaveProperty('ComputeCapacity');
  });

  test('lists the new fleet', () => {
    const built = buildWorld();
    run(built, createFleet, alwaysOn);
    expect([...built.location.fleets.keys()]).toEqual(['design']);
  });

  test('rejects a name that is taken', () => {
    const built = buildWorld().fleet('design');
    expect(outcome(built, createFleet, alwaysOn)).toBe('ResourceAlreadyExistsException');
    expect(rejection(built, createFleet, alwaysOn)?.message).toBe('Fleet design already exists');
  });

  test('makes an Elastic fleet of its concurrent sessions', () => {
    expect(created(elastic)).toMatchObject({ FleetType: 'ELASTIC', MaxConcurrentSessions: 20 });
  });

  test('counts the sessions of a multi-session fleet in whole instances', () => {
    const fleet = created({ ...alwaysOn, ComputeCapacity: { DesiredSessions: 10 }, MaxSessionsPerInstance: 4 });
    expect(fleet.ComputeCapacityStatus).toMatchObject({ Desired: 3, DesiredUserSessions: 12, ActiveUserSessions: 0 });
  });

  test.each([
    [0, 0],
    [60, 60],
    [70, 60],
    [89, 60],
    [90, 120],
    [36_000, 36_000],
  ])('rounds an idle timeout of %i seconds to %i, whole minutes', (given, rounded) => {
    expect(created({ ...alwaysOn, IdleDisconnectTimeoutInSeconds: given }).IdleDisconnectTimeoutInSeconds).toBe(
      rounded,
    );
  });

  test.each([
    { ...alwaysOn, MaxUserDurationInSeconds: 600 },
    { ...alwaysOn, MaxUserDurationInSeconds: 432_000 },
    { ...alwaysOn, DisconnectTimeoutInSeconds: 60 },
    { ...alwaysOn, DisconnectTimeoutInSeconds: 36_000 },
    { ...alwaysOn, RootVolumeConfig: { VolumeSizeInGb: 500 } },
    { ...alwaysOn, ComputeCapacity: { DesiredInstances: 0 } },
    { ...alwaysOn, MaxSessionsPerInstance: 4 },
    { ...alwaysOn, ImageName: undefined, ImageArn: 'arn:aws:appstream:eu-west-1::image/base' },
    { ...elastic, UsbDeviceFilterStrings: ['Yubikey,1050,*,*,*,*,1,1'] },
    { ...elastic, SessionScriptS3Location: { S3Bucket: 'scripts', S3Key: 'a.zip' } },
  ])('takes %o', (input) => {
    expect(outcome(buildWorld(), createFleet, input)).toBe('ok');
  });

  test.each([
    ['MaxUserDurationInSeconds', { ...alwaysOn, MaxUserDurationInSeconds: 599 }],
    ['MaxUserDurationInSeconds', { ...alwaysOn, MaxUserDurationInSeconds: 432_001 }],
    ['DisconnectTimeoutInSeconds', { ...alwaysOn, DisconnectTimeoutInSeconds: 59 }],
    ['DisconnectTimeoutInSeconds', { ...alwaysOn, DisconnectTimeoutInSeconds: 36_001 }],
    ['IdleDisconnectTimeoutInSeconds', { ...alwaysOn, IdleDisconnectTimeoutInSeconds: 59 }],
    ['IdleDisconnectTimeoutInSeconds', { ...alwaysOn, IdleDisconnectTimeoutInSeconds: -60 }],
    ['IdleDisconnectTimeoutInSeconds', { ...alwaysOn, IdleDisconnectTimeoutInSeconds: 36_001 }],
    ['VolumeSizeInGb', { ...alwaysOn, RootVolumeConfig: { VolumeSizeInGb: 199 } }],
    ['VolumeSizeInGb', { ...alwaysOn, RootVolumeConfig: { VolumeSizeInGb: 501 } }],
    ['cannot be negative', { ...alwaysOn, ComputeCapacity: { DesiredInstances: -1 } }],
    ['instance type', { ...alwaysOn, InstanceType: 't3.micro' }],
    ['ComputeCapacity is required', { ...alwaysOn, ComputeCapacity: undefined }],
    ['either DesiredInstances or DesiredSessions', { ...alwaysOn, ComputeCapacity: {} }],
    [
      'either DesiredInstances or DesiredSessions',
      { ...alwaysOn, MaxSessionsPerInstance: 4, ComputeCapacity: { DesiredInstances: 1, DesiredSessions: 1 } },
    ],
    ['single-session', { ...alwaysOn, ComputeCapacity: { DesiredSessions: 4 } }],
    ['ImageName or ImageArn', { ...alwaysOn, ImageName: undefined }],
    ['only allowed for Elastic', { ...alwaysOn, MaxConcurrentSessions: 4 }],
    ['only allowed for Elastic', { ...alwaysOn, SessionScriptS3Location: { S3Bucket: 'scripts' } }],
    ['not allowed for Elastic', { ...elastic, ComputeCapacity: { DesiredInstances: 1 } }],
    ['not allowed for Elastic', { ...elastic, MaxSessionsPerInstance: 2 }],
    ['not allowed for Elastic', { ...elastic, DomainJoinInfo: { DirectoryName: 'corp' } }],
    ['MaxConcurrentSessions is required', { ...elastic, MaxConcurrentSessions: undefined }],
    ['VpcConfig is required', { ...elastic, VpcConfig: undefined }],
    ['two subnets', { ...elastic, VpcConfig: { SubnetIds: ['subnet-1'] } }],
    ['two subnets', { ...elastic, VpcConfig: { SubnetIds: ['subnet-1', 'subnet-1'] } }],
    ['instance type', { ...elastic, InstanceType: 'stream.compute.large' }],
    ['platform', { ...elastic, Platform: 'RHEL8' }],
  ])('rejects, because of %s, %o', (words, input) => {
    const error = rejection(buildWorld(), createFleet, input);
    expect(error?.code).toBe('InvalidParameterCombinationException');
    expect(error?.message).toContain(words);
  });
});
