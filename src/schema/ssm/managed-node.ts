import { findSelected } from '../../services/find-anywhere.ts';
import { spanLocations } from '../../services/span-locations.ts';
import type { ManagedNode } from '../../services/ssm/model.ts';
import { builder } from '../builder/builder.ts';
import { awsCalls } from '../cost/cost.ts';
import { AwsLocationRef } from '../locations/aws-location.ts';
import { selectionArgs, spanningArgs } from '../locations/selection-args.ts';
import { connectionField } from '../relay/connection.ts';
import { entity } from '../relay/entity.ts';
import { loadNodesOf, nodeKey, required } from '../relay/node.ts';
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
  description:
    'Managed node: an instance or server with the SSM agent. AWS does not list stopped ones. SSM `InstanceInformation`.',
  id: { resolve: (node) => nodeKey(node.location, node.InstanceId) },
  fields: (t) => ({
    location: t.expose('location', {
      type: AwsLocationRef,
      nullable: false,
      description: 'Account and region of the managed node.',
    }),
    instanceId: t.exposeString('InstanceId', {
      nullable: false,
      description: 'Id of an EC2 instance, `i-…`, or of a hybrid node, `mi-…`.',
    }),
    pingStatus: t.expose('PingStatus', {
      type: ManagedNodePingStatusRef,
      description: 'Connection status of the agent.',
    }),
    lastPingDateTime: t.expose('LastPingDateTime', {
      type: 'DateTime',
      description: 'Time of the last report of the agent.',
    }),
    agentVersion: t.exposeString('AgentVersion', { description: 'Version of the agent.' }),
    isLatestVersion: t.exposeBoolean('IsLatestVersion', {
      description: 'True if the agent has the newest version. Linux only.',
    }),
    platformType: t.expose('PlatformType', {
      type: ManagedNodePlatformTypeRef,
      description: 'Operating system family.',
    }),
    platformName: t.exposeString('PlatformName', { description: 'Operating system: `Amazon Linux`.' }),
    platformVersion: t.exposeString('PlatformVersion', { description: 'Version of the operating system.' }),
    activationId: t.exposeString('ActivationId', {
      description: 'Id of the activation used to register. Hybrid nodes only.',
    }),
    iamRole: t.exposeString('IamRole', {
      description: 'IAM role. Hybrid nodes, and EC2 instances that Quick Setup manages.',
    }),
    registrationDate: t.expose('RegistrationDate', {
      type: 'DateTime',
      description: 'Registration time. Hybrid nodes only.',
    }),
    resourceType: t.expose('ResourceType', {
      type: ManagedNodeResourceTypeRef,
      description: 'Kind of the managed node.',
    }),
    name: t.exposeString('Name', { description: 'Name. Hybrid nodes only.' }),
    iPAddress: t.exposeString('IPAddress', { description: 'IP address.' }),
    computerName: t.exposeString('ComputerName', { description: 'Fully qualified host name.' }),
    associationStatus: t.exposeString('AssociationStatus', { description: 'Status of the associations.' }),
    lastAssociationExecutionDate: t.expose('LastAssociationExecutionDate', {
      type: 'DateTime',
      description: 'Time of the last run of the associations.',
    }),
    lastSuccessfulAssociationExecutionDate: t.expose('LastSuccessfulAssociationExecutionDate', {
      type: 'DateTime',
      description: 'Time of the last successful run of the associations.',
    }),
    associationOverview: t.expose('AssociationOverview', {
      type: ManagedNodeAssociationOverviewRef,
      description: 'Status summary of the associations.',
    }),
    sourceId: t.exposeString('SourceId', {
      description: 'Id in the source system. IoT devices, and virtual machines of other clouds.',
    }),
    sourceType: t.expose('SourceType', {
      type: ManagedNodeSourceTypeRef,
      description: 'Kind of the resource in the source system.',
    }),
    sourceLocation: t.exposeString('SourceLocation', {
      description: 'Location in the source cloud. Virtual machines of other clouds.',
    }),
  }),
});

builder.objectField(ManagedNodeRef, 'sessions', (t) =>
  connectionField(t, SsmSessionRef, {
    description: 'Lists the SSM sessions on the managed node, newest first.',
    args: {
      state: t.arg({
        type: SsmSessionStateRef,
        required: true,
        defaultValue: 'Active',
        description: '`ACTIVE` sessions, or the `HISTORY` of ended ones.',
      }),
    },
    source: (node, { state }, services) =>
      services.of(node).ssm.sessions({ State: state, Filters: [{ key: 'Target', value: node.InstanceId }] }),
  }),
);

entity(ManagedNodeRef);

builder.queryFields((t) => ({
  managedNodes: connectionField(t, ManagedNodeRef, {
    description: 'Lists managed nodes, one location after the other. AWS does not list stopped ones.',
    args: spanningArgs(t),
    source: (_root, selection, services) =>
      spanLocations(services, selection, ['managedNodes'], ({ ssm }) => ssm.managedNodes()),
  }),
  managedNode: t.field({
    type: ManagedNodeRef,
    ...awsCalls(1),
    description: 'Finds a managed node; null if AWS does not list it, for example because it is stopped.',
    args: {
      instanceId: t.arg.string({ required: true, description: 'Id of the managed node: `i-…` or `mi-…`.' }),
      ...selectionArgs(t),
    },
    resolve: (_root, { instanceId, ...selection }, { services }) =>
      findSelected(services, selection, ({ ssm }) => ssm.managedNodeById(instanceId)),
  }),
}));
