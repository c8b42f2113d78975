import type { Fleet } from '../../services/appstream/model.ts';
import { findSelected } from '../../services/find-anywhere.ts';
import { spanLocations } from '../../services/span-locations.ts';
import { AwsLocationRef } from '../aws-location.ts';
import { builder } from '../builder.ts';
import { connectionField } from '../connection.ts';
import { awsCalls, awsCallsOfNames } from '../cost.ts';
import { entity } from '../entity.ts';
import { loadNodesOf, nodeKey, required } from '../node.ts';
import { selectionArgs, spanningArgs } from '../selection-args.ts';
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
import { AppStreamSessionRef, CALLS_FOR_EVERYBODY, sessionFilterArgs, toSessionsFilter } from './session.ts';
import { StackRef } from './stack.ts';

export const FleetRef = builder.objectRef<Fleet>('Fleet');

loadNodesOf(FleetRef, 1, async ({ appstream }, [name]) => appstream.fleetByName(required(name)));

builder.node(FleetRef, {
  description: 'Streaming instances of one image and size, reached through stacks. AppStream 2.0 `Fleet`.',
  id: { resolve: (fleet) => nodeKey(fleet.location, fleet.Name) },
  fields: (t) => ({
    location: t.expose('location', {
      type: AwsLocationRef,
      nullable: false,
      description: 'The account and region it lives in.',
    }),
    arn: t.exposeString('Arn', { nullable: false, description: 'The Amazon Resource Name.' }),
    name: t.exposeString('Name', { nullable: false, description: 'Unique in its account and region.' }),
    displayName: t.exposeString('DisplayName', { description: 'The name that people see.' }),
    description: t.exposeString('Description', { description: 'What it is for.' }),
    imageName: t.exposeString('ImageName', { description: 'The image its instances are made from, by name.' }),
    imageArn: t.exposeString('ImageArn', { description: 'The image its instances are made from, by ARN.' }),
    instanceType: t.exposeString('InstanceType', {
      description: 'The size of its instances: `stream.standard.large`.',
    }),
    fleetType: t.expose('FleetType', { type: FleetTypeRef, description: 'When its instances run.' }),
    computeCapacityStatus: t.expose('ComputeCapacityStatus', {
      type: FleetComputeCapacityStatusRef,
      description: 'How much of it there is, and is used.',
    }),
    maxUserDurationInSeconds: t.exposeInt('MaxUserDurationInSeconds', {
      description: 'How long one session may last. Seconds, 600 to 432000.',
    }),
    disconnectTimeoutInSeconds: t.exposeInt('DisconnectTimeoutInSeconds', {
      description: 'How long a session outlives its disconnected user. Seconds, 60 to 36000.',
    }),
    idleDisconnectTimeoutInSeconds: t.exposeInt('IdleDisconnectTimeoutInSeconds', {
      description: 'After how long without input a user is disconnected. Seconds, 60 to 36000; 0 is never.',
    }),
    state: t.expose('State', { type: FleetStateRef, description: 'Whether it streams.' }),
    vpcConfig: t.expose('VpcConfig', { type: FleetVpcConfigRef, description: 'The network its instances are in.' }),
    createdTime: t.expose('CreatedTime', { type: 'DateTime', description: 'When it was made.' }),
    fleetErrors: t.expose('FleetErrors', { type: [FleetErrorRef], description: 'What is wrong with it.' }),
    enableDefaultInternetAccess: t.exposeBoolean('EnableDefaultInternetAccess', {
      description: 'Whether its instances reach the internet without a gateway of the VPC.',
    }),
    domainJoinInfo: t.expose('DomainJoinInfo', {
      type: FleetDomainJoinInfoRef,
      description: 'The Active Directory domain its instances join.',
    }),
    iamRoleArn: t.exposeString('IamRoleArn', { description: 'The role that its instances have.' }),
    streamView: t.expose('StreamView', { type: FleetStreamViewRef, description: 'What its users see.' }),
    platform: t.expose('Platform', { type: AppStreamPlatformRef, description: 'Its operating system.' }),
    maxConcurrentSessions: t.exposeInt('MaxConcurrentSessions', {
      description: 'How many sessions it may have at once. ELASTIC fleets only.',
    }),
    usbDeviceFilterStrings: t.exposeStringList('UsbDeviceFilterStrings', {
      description: 'USB devices that users may pass on, each as a filter string.',
    }),
    sessionScriptS3Location: t.expose('SessionScriptS3Location', {
      type: AwsS3LocationRef,
      description: 'The archive of session scripts. ELASTIC fleets only.',
    }),
    maxSessionsPerInstance: t.exposeInt('MaxSessionsPerInstance', {
      description: 'How many sessions share one instance. Multi-session fleets only.',
    }),
    rootVolumeConfig: t.expose('RootVolumeConfig', {
      type: FleetVolumeConfigRef,
      description: 'The root volume of its instances.',
    }),
    disableIMDSV1: t.exposeBoolean('DisableIMDSV1', {
      description: 'Whether version 1 of the instance metadata service is off.',
    }),
    stacks: connectionField(t, StackRef, {
      description: 'The stacks that it serves.',
      source: (fleet, _args, services) => services.of(fleet).appstream.stacksOfFleet(fleet.Name),
    }),
    sessions: connectionField(t, AppStreamSessionRef, {
      calls: CALLS_FOR_EVERYBODY,
      description:
        "Everybody's sessions on it: of every stack it serves and every authentication type, unless one is given. Each of them is a listing of its own to AWS.",
      args: {
        stackName: t.arg.string({ description: 'Only those that came through this stack.' }),
        ...sessionFilterArgs(t),
      },
      source: (fleet, { stackName, ...filter }, services) =>
        services.of(fleet).appstream.allSessions({
          FleetName: fleet.Name,
          StackName: stackName ?? undefined,
          ...toSessionsFilter(filter),
        }),
    }),
  }),
});

entity(FleetRef, {
  arn: findByArn('fleet', ({ appstream }, name) => appstream.fleetByName(name)),
});

builder.queryFields((t) => ({
  fleets: connectionField(t, FleetRef, {
    description: "AppStream fleets: all in AWS's order, or those of the given names in theirs; location by location.",
    args: {
      names: t.arg.stringList({
        description:
          'Only these, of every location that has one; a name that nothing has is left out, and an empty list gives no fleets.',
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
    description: 'One AppStream fleet; null when there is none of that name.',
    args: { name: t.arg.string({ required: true, description: 'Its name.' }), ...selectionArgs(t) },
    resolve: (_root, { name, ...selection }, { services }) =>
      findSelected(services, selection, ({ appstream }) => appstream.fleetByName(name)),
  }),
}));
