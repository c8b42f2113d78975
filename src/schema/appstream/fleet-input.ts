import type { SchemaTypes } from '../builder.ts';
import { selectionInput } from '../selection-args.ts';
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
    imageName: t.string({ description: 'The image its instances are made from, by name; or give `imageArn`.' }),
    imageArn: t.string({ description: 'The image its instances are made from, by ARN: public, private or shared.' }),
    computeCapacity: t.field({
      type: FleetComputeCapacityInputRef,
      description: 'How large it is to be. Not for ELASTIC fleets, which have `maxConcurrentSessions`.',
    }),
    vpcConfig: t.field({
      type: FleetVpcConfigInputRef,
      description: 'The network its instances are in. An ELASTIC fleet needs one, with two subnets.',
    }),
    maxUserDurationInSeconds: t.int({ description: 'How long one session may last. Seconds, 600 to 432000.' }),
    disconnectTimeoutInSeconds: t.int({
      description: 'How long a session outlives its disconnected user. Seconds, 60 to 36000.',
    }),
    idleDisconnectTimeoutInSeconds: t.int({
      description:
        'After how long without input a user is disconnected. Seconds, 60 to 36000, rounded by AWS to the minute; 0 is never.',
    }),
    description: t.string({ description: 'What it is for. Up to 256 characters.' }),
    displayName: t.string({ description: 'The name that people see. Up to 100 characters.' }),
    enableDefaultInternetAccess: t.boolean({
      description: 'Whether its instances reach the internet without a gateway of the VPC.',
    }),
    domainJoinInfo: t.field({
      type: FleetDomainJoinInfoInputRef,
      description: 'The Active Directory domain its instances join. Not for ELASTIC fleets.',
    }),
    iamRoleArn: t.string({ description: 'The role that its instances have, by ARN.' }),
    streamView: t.field({ type: FleetStreamViewRef, description: 'What its users see; `APP` unless given.' }),
    platform: t.field({
      type: AppStreamPlatformRef,
      description: 'Its operating system; ELASTIC: WINDOWS_SERVER_2019, AMAZON_LINUX2 or UBUNTU_PRO_2404.',
    }),
    maxConcurrentSessions: t.int({
      description: 'How many sessions it may have at once. ELASTIC fleets only, which need it.',
    }),
    usbDeviceFilterStrings: t.stringList({
      description: 'USB devices that users may pass on, each as a filter string of at most 100 characters.',
    }),
    sessionScriptS3Location: t.field({
      type: AwsS3LocationInputRef,
      description: 'The archive of session scripts. ELASTIC fleets only.',
    }),
    maxSessionsPerInstance: t.int({
      description: 'How many sessions share one instance: makes it a multi-session fleet. With `desiredSessions`.',
    }),
    rootVolumeConfig: t.field({ type: FleetVolumeConfigInputRef, description: 'The root volume of its instances.' }),
    disableIMDSV1: t.boolean({
      description: 'Whether version 1 of the instance metadata service is off; its image must be of 2024 or later.',
    }),
  };
}

export function newFleetInput(t: InputFields) {
  return {
    name: t.string({
      required: true,
      description: 'Unique in its account and region. Up to 101 letters, digits, `_`, `.` or `-`.',
    }),
    instanceType: t.string({
      required: true,
      description: 'The size of its instances: `stream.standard.large`. ELASTIC: `stream.standard.*` up to `2xlarge`.',
    }),
    fleetType: t.field({ type: FleetTypeRef, description: 'When its instances run; `ALWAYS_ON` unless given.' }),
    ...fleetMembers(t),
    tags: t.field({ type: [AwsTagInputRef], description: 'Labels for it, 50 at most.' }),
    ...selectionInput(t),
  };
}

export function fleetChangeInput(t: InputFields) {
  return {
    name: t.string({ required: true, description: 'The fleet. Its name cannot be changed.' }),
    instanceType: t.string({ description: 'The size of its instances: `stream.standard.large`.' }),
    ...fleetMembers(t),
    attributesToDelete: t.field({ type: [FleetAttributeRef], description: 'What is to be taken away from it.' }),
    deleteVpcConfig: t.boolean({
      description: 'Whether its VPC is to be taken away from it.',
      deprecationReason: 'AWS has deprecated it: use `VPC_CONFIGURATION` in `attributesToDelete`.',
    }),
    ...selectionInput(t),
  };
}

export function namedFleetInput(t: InputFields) {
  return { name: t.string({ required: true, description: 'The fleet.' }), ...selectionInput(t) };
}
