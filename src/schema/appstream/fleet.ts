import type { Fleet } from '../../services/appstream/model.ts';
import { findSelected } from '../../services/find-anywhere.ts';
import { spanLocations } from '../../services/span-locations.ts';
import { builder } from '../builder/builder.ts';
import { awsCalls, awsCallsOfNames } from '../cost/cost.ts';
import { AwsLocationRef } from '../locations/aws-location.ts';
import { selectionArgs, spanningArgs } from '../locations/selection-args.ts';
import { connectionField } from '../relay/connection.ts';
import { entity } from '../relay/entity.ts';
import { loadNodesOf, nodeKey, required } from '../relay/node.ts';
import { AppStreamPlatformRef, FleetStateRef, FleetStreamViewRef, FleetTypeRef } from './enums.ts';
import { findByArn } from './find-by-arn.ts';
import {
  AwsS3LocationRef,
  FleetComputeCapacityStatusRef,
  FleetDomainJoinInfoRef,
  FleetErrorRef,
  FleetVolumeConfigRef,
  FleetVpcConfigRef,
} from './fleet-parts.ts';
import { AppStreamSessionRef, CALLS_FOR_ALL_USERS, sessionFilterArgs, toSessionsFilter } from './session.ts';
import { StackRef } from './stack.ts';

export const FleetRef = builder.objectRef<Fleet>('Fleet');

loadNodesOf(FleetRef, 1, async ({ appstream }, [name]) => appstream.fleetByName(required(name)));

builder.node(FleetRef, {
  description: 'Group of streaming instances with one image and size, reached through stacks. AppStream 2.0 `Fleet`.',
  id: { resolve: (fleet) => nodeKey(fleet.location, fleet.Name) },
  fields: (t) => ({
    location: t.expose('location', {
      type: AwsLocationRef,
      nullable: false,
      description: 'Account and region of the fleet.',
    }),
    arn: t.exposeString('Arn', { nullable: false, description: 'Amazon Resource Name.' }),
    name: t.exposeString('Name', { nullable: false, description: 'Fleet name, unique in its account and region.' }),
    displayName: t.exposeString('DisplayName', { description: 'Display name.' }),
    description: t.exposeString('Description', { description: 'Description.' }),
    imageName: t.exposeString('ImageName', { description: 'Name of the image of the instances.' }),
    imageArn: t.exposeString('ImageArn', { description: 'ARN of the image of the instances.' }),
    instanceType: t.exposeString('InstanceType', {
      description: 'Instance type: `stream.standard.large`.',
    }),
    fleetType: t.expose('FleetType', { type: FleetTypeRef, description: 'Schedule on which the instances run.' }),
    computeCapacityStatus: t.expose('ComputeCapacityStatus', {
      type: FleetComputeCapacityStatusRef,
      description: 'Capacity: desired, running and in use.',
    }),
    maxUserDurationInSeconds: t.exposeInt('MaxUserDurationInSeconds', {
      description: 'Longest duration of a session. Seconds, 600 to 432000.',
    }),
    disconnectTimeoutInSeconds: t.exposeInt('DisconnectTimeoutInSeconds', {
      description: 'Time after a disconnect until the session ends. Seconds, 60 to 36000.',
    }),
    idleDisconnectTimeoutInSeconds: t.exposeInt('IdleDisconnectTimeoutInSeconds', {
      description: 'Idle time until a user is disconnected. Seconds, 60 to 36000; 0 disables it.',
    }),
    state: t.expose('State', { type: FleetStateRef, description: 'State of the fleet.' }),
    vpcConfig: t.expose('VpcConfig', { type: FleetVpcConfigRef, description: 'Network of the instances.' }),
    createdTime: t.expose('CreatedTime', { type: 'DateTime', description: 'Creation time.' }),
    fleetErrors: t.expose('FleetErrors', { type: [FleetErrorRef], description: 'Errors of the fleet.' }),
    enableDefaultInternetAccess: t.exposeBoolean('EnableDefaultInternetAccess', {
      description: 'True if the instances have internet access without a gateway of the VPC.',
    }),
    domainJoinInfo: t.expose('DomainJoinInfo', {
      type: FleetDomainJoinInfoRef,
      description: 'Active Directory domain that the instances join.',
    }),
    iamRoleArn: t.exposeString('IamRoleArn', { description: 'ARN of the IAM role of the instances.' }),
    streamView: t.expose('StreamView', { type: FleetStreamViewRef, description: 'View of the streaming window.' }),
    platform: t.expose('Platform', { type: AppStreamPlatformRef, description: 'Operating system.' }),
    maxConcurrentSessions: t.exposeInt('MaxConcurrentSessions', {
      description: 'Largest number of concurrent sessions. ELASTIC fleets only.',
    }),
    usbDeviceFilterStrings: t.exposeStringList('UsbDeviceFilterStrings', {
      description: 'Filters of the USB devices that users may redirect to a session.',
    }),
    sessionScriptS3Location: t.expose('SessionScriptS3Location', {
      type: AwsS3LocationRef,
      description: 'Archive of session scripts. ELASTIC fleets only.',
    }),
    maxSessionsPerInstance: t.exposeInt('MaxSessionsPerInstance', {
      description: 'Largest number of sessions an instance. Multi-session fleets only.',
    }),
    rootVolumeConfig: t.expose('RootVolumeConfig', {
      type: FleetVolumeConfigRef,
      description: 'Root volume of the instances.',
    }),
    disableIMDSV1: t.exposeBoolean('DisableIMDSV1', {
      description: 'True if version 1 of the instance metadata service is disabled.',
    }),
  }),
});

builder.objectFields(FleetRef, (t) => ({
  stacks: connectionField(t, StackRef, {
    description: 'Lists the associated stacks.',
    source: (fleet, _args, services) => services.of(fleet).appstream.stacksOfFleet(fleet.Name),
  }),
  sessions: connectionField(t, AppStreamSessionRef, {
    calls: CALLS_FOR_ALL_USERS,
    description:
      'Lists the sessions on the fleet: of every associated stack and every authentication type, unless one is given. Each combination is a separate AWS listing.',
    args: {
      stackName: t.arg.string({ description: 'Name of the stack that the sessions use.' }),
      ...sessionFilterArgs(t),
    },
    source: (fleet, { stackName, ...filter }, services) =>
      services.of(fleet).appstream.allSessions({
        FleetName: fleet.Name,
        StackName: stackName ?? undefined,
        ...toSessionsFilter(filter),
      }),
  }),
}));

entity(FleetRef, {
  arn: findByArn('fleet', ({ appstream }, name) => appstream.fleetByName(name)),
});

builder.queryFields((t) => ({
  fleets: connectionField(t, FleetRef, {
    description:
      "Lists AppStream fleets: all in AWS's order, or the named ones in the given order; one location after the other.",
    args: {
      names: t.arg.stringList({
        description:
          'Names of the fleets, in every location that has one. Names without a fleet are skipped; an empty list gives no fleets.',
      }),
      ...spanningArgs(t),
    },
    callsOf: ({ names }) => awsCallsOfNames(names),
    source: (_root, { names = null, ...selection }, services) =>
      spanLocations(services, selection, ['fleets', names], ({ appstream }) => appstream.fleets(names)),
  }),
  fleet: t.field({
    type: FleetRef,
    ...awsCalls(1),
    description: 'Finds an AppStream fleet; null if it does not exist.',
    args: { name: t.arg.string({ required: true, description: 'Name of the fleet.' }), ...selectionArgs(t) },
    resolve: (_root, { name, ...selection }, { services }) =>
      findSelected(services, selection, ({ appstream }) => appstream.fleetByName(name)),
  }),
}));
