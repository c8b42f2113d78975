import type { SchemaTypes } from '../builder/builder.ts';
import { selectionInput } from '../locations/selection-args.ts';
import { AppStreamPlatformRef, FleetAttributeRef, FleetStreamViewRef, FleetTypeRef } from './enums.ts';
import {
  AwsS3LocationInputRef,
  AwsTagInputRef,
  FleetComputeCapacityInputRef,
  FleetDomainJoinInfoInputRef,
  FleetVolumeConfigInputRef,
  FleetVpcConfigInputRef,
} from './fleet-input-parts.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>;

/** The members that CreateFleet and UpdateFleet share. */
function fleetMembers(t: InputFields) {
  return {
    imageName: t.string({ description: 'Name of the image of the instances. Alternative to `imageArn`.' }),
    imageArn: t.string({ description: 'ARN of the image of the instances: public, private or shared.' }),
    computeCapacity: t.field({
      type: FleetComputeCapacityInputRef,
      description: 'Desired capacity. Not for ELASTIC fleets, which have `maxConcurrentSessions`.',
    }),
    vpcConfig: t.field({
      type: FleetVpcConfigInputRef,
      description: 'Network of the instances. Required for an ELASTIC fleet, with two subnets.',
    }),
    maxUserDurationInSeconds: t.int({ description: 'Longest duration of a session. Seconds, 600 to 432000.' }),
    disconnectTimeoutInSeconds: t.int({
      description: 'Time after a disconnect until the session ends. Seconds, 60 to 36000.',
    }),
    idleDisconnectTimeoutInSeconds: t.int({
      description:
        'Idle time until a user is disconnected. Seconds, 60 to 36000, rounded to minutes by AWS; 0 disables it.',
    }),
    description: t.string({ description: 'Description. Up to 256 characters.' }),
    displayName: t.string({ description: 'Display name. Up to 100 characters.' }),
    enableDefaultInternetAccess: t.boolean({
      description: 'True to give the instances internet access without a gateway of the VPC.',
    }),
    domainJoinInfo: t.field({
      type: FleetDomainJoinInfoInputRef,
      description: 'Active Directory domain that the instances join. Not for ELASTIC fleets.',
    }),
    iamRoleArn: t.string({ description: 'ARN of the IAM role of the instances.' }),
    streamView: t.field({ type: FleetStreamViewRef, description: 'View of the streaming window; `APP` by default.' }),
    platform: t.field({
      type: AppStreamPlatformRef,
      description: 'Operating system. For ELASTIC fleets WINDOWS_SERVER_2019, AMAZON_LINUX2 or UBUNTU_PRO_2404.',
    }),
    maxConcurrentSessions: t.int({
      description: 'Largest number of concurrent sessions. Required for ELASTIC fleets, and for them only.',
    }),
    usbDeviceFilterStrings: t.stringList({
      description: 'Filters of the USB devices that users may redirect to a session, at most 100 characters each.',
    }),
    sessionScriptS3Location: t.field({
      type: AwsS3LocationInputRef,
      description: 'Archive of session scripts. ELASTIC fleets only.',
    }),
    maxSessionsPerInstance: t.int({
      description:
        'Largest number of sessions an instance, which makes a multi-session fleet. Requires `desiredSessions`.',
    }),
    rootVolumeConfig: t.field({ type: FleetVolumeConfigInputRef, description: 'Root volume of the instances.' }),
    disableIMDSV1: t.boolean({
      description: 'True to disable version 1 of the instance metadata service; requires an image of 2024 or later.',
    }),
  };
}

export function newFleetInput(t: InputFields) {
  return {
    name: t.string({
      required: true,
      description: 'Fleet name, unique in its account and region. Up to 101 letters, digits, `_`, `.` or `-`.',
    }),
    instanceType: t.string({
      required: true,
      description: 'Instance type: `stream.standard.large`. For ELASTIC fleets `stream.standard.*` up to `2xlarge`.',
    }),
    fleetType: t.field({
      type: FleetTypeRef,
      description: 'Schedule on which the instances run; `ALWAYS_ON` by default.',
    }),
    ...fleetMembers(t),
    tags: t.field({ type: [AwsTagInputRef], description: 'Tags of the fleet, 50 at most.' }),
    ...selectionInput(t),
  };
}

export function fleetChangeInput(t: InputFields) {
  return {
    name: t.string({ required: true, description: 'Name of the fleet, which cannot be changed.' }),
    instanceType: t.string({ description: 'Instance type: `stream.standard.large`.' }),
    ...fleetMembers(t),
    attributesToDelete: t.field({ type: [FleetAttributeRef], description: 'Attributes to remove from the fleet.' }),
    deleteVpcConfig: t.boolean({
      description: 'True to remove the VPC configuration.',
      deprecationReason: 'Deprecated by AWS: use `VPC_CONFIGURATION` in `attributesToDelete`.',
    }),
    ...selectionInput(t),
  };
}

export function namedFleetInput(t: InputFields) {
  return { name: t.string({ required: true, description: 'Name of the fleet.' }), ...selectionInput(t) };
}
