import { findSelected } from '../../services/find-anywhere.ts';
import { spanLocations } from '../../services/span-locations.ts';
import type { ManagedNode } from '../../services/ssm/model.ts';
import { AwsLocationRef } from '../aws-location.ts';
import { builder } from '../builder.ts';
import { connectionField } from '../connection.ts';
import { awsCalls } from '../cost.ts';
import { entity } from '../entity.ts';
import { loadNodesOf, nodeKey, required } from '../node.ts';
import { selectionArgs, spanningArgs } from '../selection-args.ts';
import {
  ManagedNodePingStatusRef,
  ManagedNodePlatformTypeRef,
  ManagedNodeResourceTypeRef,
  ManagedNodeSourceTypeRef,
  SsmSessionStateRef,
} from './enums.ts';
import { ManagedNodeAssociationOverviewRef } from './managed-node-parts.ts';
import { SsmSessionRef } from './session.ts';

export const ManagedNodeRef = builder.objectRef<ManagedNode>('ManagedNode');

loadNodesOf(ManagedNodeRef, 1, async ({ ssm }, [instanceId]) => ssm.managedNodeById(required(instanceId)));

builder.node(ManagedNodeRef, {
  description: 'A machine that the SSM agent runs on. Stopped ones are not listed. SSM `InstanceInformation`.',
  id: { resolve: (node) => nodeKey(node.location, node.InstanceId) },
  fields: (t) => ({
    location: t.expose('location', {
      type: AwsLocationRef,
      nullable: false,
      description: 'The account and region it lives in.',
    }),
    instanceId: t.exposeString('InstanceId', {
      nullable: false,
      description: 'An EC2 instance, `i-…`, or a hybrid node, `mi-…`.',
    }),
    pingStatus: t.expose('PingStatus', { type: ManagedNodePingStatusRef, description: 'Whether its agent reports.' }),
    lastPingDateTime: t.expose('LastPingDateTime', { type: 'DateTime', description: 'When its agent last reported.' }),
    agentVersion: t.exposeString('AgentVersion', { description: 'The version of its agent.' }),
    isLatestVersion: t.exposeBoolean('IsLatestVersion', { description: 'Whether that is the newest. Linux only.' }),
    platformType: t.expose('PlatformType', {
      type: ManagedNodePlatformTypeRef,
      description: 'The kind of its system.',
    }),
    platformName: t.exposeString('PlatformName', { description: 'Its operating system: `Amazon Linux`.' }),
    platformVersion: t.exposeString('PlatformVersion', { description: 'The version of its operating system.' }),
    activationId: t.exposeString('ActivationId', {
      description: 'The activation it registered by. Hybrid nodes only.',
    }),
    iamRole: t.exposeString('IamRole', {
      description: 'The role it has. Hybrid nodes, and EC2 instances that Quick Setup manages.',
    }),
    registrationDate: t.expose('RegistrationDate', {
      type: 'DateTime',
      description: 'When it registered. Hybrid nodes only.',
    }),
    resourceType: t.expose('ResourceType', { type: ManagedNodeResourceTypeRef, description: 'What it is.' }),
    name: t.exposeString('Name', { description: 'Its name. Hybrid nodes only.' }),
    iPAddress: t.exposeString('IPAddress', { description: 'Its IP address.' }),
    computerName: t.exposeString('ComputerName', { description: 'Its fully qualified host name.' }),
    associationStatus: t.exposeString('AssociationStatus', { description: 'The status of its associations.' }),
    lastAssociationExecutionDate: t.expose('LastAssociationExecutionDate', {
      type: 'DateTime',
      description: 'When its associations last ran.',
    }),
    lastSuccessfulAssociationExecutionDate: t.expose('LastSuccessfulAssociationExecutionDate', {
      type: 'DateTime',
      description: 'When its associations last succeeded.',
    }),
    associationOverview: t.expose('AssociationOverview', {
      type: ManagedNodeAssociationOverviewRef,
      description: 'How its associations fare.',
    }),
    sourceId: t.exposeString('SourceId', {
      description: 'Its id where it comes from. IoT things and machines of other clouds.',
    }),
    sourceType: t.expose('SourceType', {
      type: ManagedNodeSourceTypeRef,
      description: 'What it is where it comes from.',
    }),
    sourceLocation: t.exposeString('SourceLocation', {
      description: 'Its location in the cloud that it comes from. Machines of other clouds.',
    }),
    sessions: connectionField(t, SsmSessionRef, {
      description: 'Shell sessions on it, newest first.',
      args: {
        state: t.arg({
          type: SsmSessionStateRef,
          required: true,
          defaultValue: 'Active',
          description: 'Those that last, or those that are over.',
        }),
      },
      source: (node, { state }, services) =>
        services.of(node).ssm.sessions({ State: state, Filters: [{ key: 'Target', value: node.InstanceId }] }),
    }),
  }),
});

entity(ManagedNodeRef);

builder.queryFields((t) => ({
  managedNodes: connectionField(t, ManagedNodeRef, {
    description: 'The machines that the SSM agent runs on, location by location; stopped ones are not listed.',
    args: spanningArgs(t),
    source: (_root, selection, services) =>
      spanLocations(services, selection, ['managedNodes'], ({ ssm }) => ssm.managedNodes()),
  }),
  managedNode: t.field({
    type: ManagedNodeRef,
    ...awsCalls(1),
    description: 'One machine; null when AWS does not know it, or it is stopped.',
    args: {
      instanceId: t.arg.string({ required: true, description: '`i-…` or `mi-…`.' }),
      ...selectionArgs(t),
    },
    resolve: (_root, { instanceId, ...selection }, { services }) =>
      findSelected(services, selection, ({ ssm }) => ssm.managedNodeById(instanceId)),
  }),
}));
