import { describe, expect, test } from 'vitest';
import { updateFleet } from '../../../emulator/appstream/update-fleet.ts';
import type { AppStreamFleet } from '../../../emulator/world/state.ts';
import { outcome, rejection, run } from '../../support/run-operation.ts';
import { buildWorld } from '../../support/world.ts';

const fleetThatIs = (overrides: Partial<AppStreamFleet>) => buildWorld().fleet('f', overrides);
const stopped = { State: 'STOPPED' } as const;
const elasticParts = { FleetType: 'ELASTIC', MaxConcurrentSessions: 5 } as const;

function updated(overrides: Partial<AppStreamFleet>, changes: Record<string, unknown>): AppStreamFleet {
  return run(fleetThatIs(overrides), updateFleet, { Name: 'f', ...changes }).Fleet as AppStreamFleet;
}

describe('UpdateFleet', () => {
  test('changes what is given and leaves the rest', () => {
    const fleet = updated(stopped, { InstanceType: 'stream.compute.large', Description: 'new', ImageName: 'image-2' });
    expect(fleet).toMatchObject({
      InstanceType: 'stream.compute.large',
      Description: 'new',
      ImageName: 'image-2',
      ImageArn: 'arn:aws:appstream:eu-west-1:123456789012:image/image-2',
      MaxUserDurationInSeconds: 57_600,
      State: 'STOPPED',
    });
  });

  test('changes the fleet itself, as the next list shows', () => {
    const built = fleetThatIs(stopped);
    run(built, updateFleet, { Name: 'f', DisplayName: 'Renamed' });
    expect(built.location.fleets.get('f')?.DisplayName).toBe('Renamed');
  });

  test('sets the capacity', () => {
    expect(updated({}, { ComputeCapacity: { DesiredInstances: 7 } }).ComputeCapacityStatus).toMatchObject({
      Desired: 7,
      Running: 7,
      Available: 7,
    });
  });

  test('rounds the idle timeout to whole minutes', () => {
    expect(updated({}, { IdleDisconnectTimeoutInSeconds: 90 }).IdleDisconnectTimeoutInSeconds).toBe(120);
  });

  test.each([
    ['VPC_CONFIGURATION', 'VpcConfig'],
    ['DOMAIN_JOIN_INFO', 'DomainJoinInfo'],
    ['IAM_ROLE_ARN', 'IamRoleArn'],
    ['USB_DEVICE_FILTER_STRINGS', 'UsbDeviceFilterStrings'],
    ['MAX_SESSIONS_PER_INSTANCE', 'MaxSessionsPerInstance'],
    ['VOLUME_CONFIGURATION', 'RootVolumeConfig'],
  ])('deletes the attribute %s', (attribute, member) => {
    const parts = {
      ...stopped,
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      DomainJoinInfo: { DirectoryName: 'corp' },
      IamRoleArn: 'arn:aws:iam::123456789012:role/r',
      UsbDeviceFilterStrings: [''],
      MaxSessionsPerInstance: 4,
      RootVolumeConfig: { VolumeSizeInGb: 300 },
    };
    const fleet = updated(parts, { AttributesToDelete: [attribute] });
    expect(fleet).not.toHaveProperty(member);
  });

  test('deletes the security groups and keeps the subnets', () => {
    const VpcConfig = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
    const fleet = updated({ ...stopped, VpcConfig }, { AttributesToDelete: ['VPC_CONFIGURATION_SECURITY_GROUP_IDS'] });
    expect(fleet.VpcConfig).toEqual({ SubnetIds: ['subnet-1'] });
  });

  test('deletes the VPC association by its deprecated switch', () => {
    expect(updated({ ...stopped, VpcConfig: { SubnetIds: ['s'] } }, { DeleteVpcConfig: true })).not.toHaveProperty(
      'VpcConfig',
    );
  });

  test.each([
    [{}, { DisplayName: 'x' }],
    [{}, { ComputeCapacity: { DesiredInstances: 3 } }],
    [{}, { ImageName: 'image-2' }],
    [{}, { ImageArn: 'arn:aws:appstream:eu-west-1::image/base' }],
    [{}, { DisconnectTimeoutInSeconds: 60 }],
    [elasticParts, { DisplayName: 'x' }],
    [elasticParts, { MaxConcurrentSessions: 9 }],
    [elasticParts, { SessionScriptS3Location: { S3Bucket: 'scripts' } }],
    [elasticParts, { UsbDeviceFilterStrings: [''] }],
    [elasticParts, { AttributesToDelete: ['USB_DEVICE_FILTER_STRINGS'] }],
  ])('of a RUNNING fleet %o takes %o', (overrides, changes) => {
    expect(outcome(fleetThatIs(overrides), updateFleet, { Name: 'f', ...changes })).toBe('ok');
  });

  test.each([
    [{}, { InstanceType: 'stream.compute.large' }],
    [{}, { Description: 'x' }],
    [{}, { MaxUserDurationInSeconds: 600 }],
    [{}, { VpcConfig: { SubnetIds: ['subnet-1'] } }],
    [{}, { AttributesToDelete: ['IAM_ROLE_ARN'] }],
    [{}, { DeleteVpcConfig: true }],
    [elasticParts, { ImageName: 'image-2' }],
    [elasticParts, { Platform: 'AMAZON_LINUX2' }],
  ])('of a RUNNING fleet %o rejects %o', (overrides, changes) => {
    const error = rejection(fleetThatIs(overrides), updateFleet, { Name: 'f', ...changes });
    expect(error?.code).toBe('ResourceInUseException');
    expect(error?.message).toBe(
      'Cannot update the attribute for fleet f when it is ACTIVE. The fleet must be stopped to complete this action.',
    );
  });

  test.each(['STARTING', 'STOPPING'] as const)('rejects everything while the fleet is %s', (State) => {
    expect(outcome(fleetThatIs({ State }), updateFleet, { Name: 'f', DisplayName: 'x' })).toBe(
      'ConcurrentModificationException',
    );
  });

  test.each([
    [stopped, { MaxUserDurationInSeconds: 1 }],
    [stopped, { ComputeCapacity: { DesiredSessions: 4 } }],
    [stopped, { MaxConcurrentSessions: 4 }],
    [{ ...stopped, ...elasticParts }, { ComputeCapacity: { DesiredInstances: 1 } }],
    [{ ...stopped, ...elasticParts }, { VpcConfig: { SubnetIds: ['one'] } }],
  ])('of a fleet %o rejects the combination %o', (overrides, changes) => {
    expect(outcome(fleetThatIs(overrides), updateFleet, { Name: 'f', ...changes })).toBe(
      'InvalidParameterCombinationException',
    );
  });

  test('leaves the fleet as it was when it rejects', () => {
    const built = fleetThatIs(stopped);
    const before = structuredClone(built.location.fleets.get('f'));
    outcome(built, updateFleet, { Name: 'f', DisplayName: 'x', MaxUserDurationInSeconds: 1 });
    expect(built.location.fleets.get('f')).toEqual(before);
  });

  test('counts desired sessions by the sessions that fit on an instance', () => {
    const fleet = updated({ MaxSessionsPerInstance: 4 }, { ComputeCapacity: { DesiredSessions: 9 } });
    expect(fleet.ComputeCapacityStatus.Desired).toBe(3);
  });

  test('rejects an unknown fleet, and a call without a name', () => {
    expect(outcome(buildWorld(), updateFleet, { Name: 'gone' })).toBe('ResourceNotFoundException');
    expect(outcome(buildWorld(), updateFleet, {})).toBe('InvalidParameterCombinationException');
  });
});
