import { findAnywhere, findSelected } from '../../services/find-anywhere.ts';
import { spanLocations } from '../../services/span-locations.ts';
import type { Workspace } from '../../services/workspaces-personal/model.ts';
import { personalProvider } from '../../services/workspaces-personal/provider.ts';
import { WORKSPACES_PER_CALL } from '../../services/workspaces-personal/sources.ts';
import { scopesToRead } from '../access/access.ts';
import { builder } from '../builder/builder.ts';
import { awsCalls } from '../cost/cost.ts';
import { AwsLocationRef } from '../locations/aws-location.ts';
import { selectionArgs, spanningArgs } from '../locations/selection-args.ts';
import { connectionField } from '../relay/connection.ts';
import { entity } from '../relay/entity.ts';
import { loadNodesOf, nodeKey, required } from '../relay/node.ts';
import { isVisible } from '../relay/own-sessions.ts';
import { WorkspaceStateRef } from './enums.ts';
import {
  DataReplicationSettingsRef,
  RelatedWorkspaceRef,
  StandbyWorkspaceRef,
  WorkspaceConnectionStatusRef,
  WorkspaceModificationRef,
  WorkspacePropertiesRef,
} from './workspace-parts.ts';

export const WorkspaceRef = builder.objectRef<Workspace>('Workspace');

loadNodesOf(WorkspaceRef, 1, async ({ personalWorkspaces }, [workspaceId]) =>
  personalWorkspaces.workspaceById(required(workspaceId)),
);

builder.node(WorkspaceRef, {
  description: 'Desktop of one user. WorkSpaces Personal `Workspace`.',
  id: { resolve: (workspace) => nodeKey(workspace.location, workspace.WorkspaceId) },
  fields: (t) => ({
    location: t.expose('location', {
      type: AwsLocationRef,
      nullable: false,
      description: 'Account and region of the WorkSpace.',
    }),
    workspaceId: t.exposeString('WorkspaceId', { nullable: false, description: 'WorkSpace id: `ws-…`.' }),
    directoryId: t.exposeString('DirectoryId', { description: 'Id of the directory of the user: `d-…` or `wsd-…`.' }),
    userName: t.exposeString('UserName', {
      description: 'User name in the directory; `[UNDEFINED]` for a WorkSpace that is not assigned to a user.',
    }),
    ipAddress: t.exposeString('IpAddress', { description: 'IPv4 address.' }),
    ipv6Address: t.exposeString('Ipv6Address', { description: 'IPv6 address.' }),
    state: t.expose('State', { type: WorkspaceStateRef, description: 'State of the WorkSpace.' }),
    bundleId: t.exposeString('BundleId', { description: 'Id of the bundle that it was created from: `wsb-…`.' }),
    subnetId: t.exposeString('SubnetId', { description: 'Id of the subnet.' }),
    errorMessage: t.exposeString('ErrorMessage', { description: 'Error message of AWS.' }),
    errorCode: t.exposeString('ErrorCode', { description: 'Error code of AWS.' }),
    computerName: t.exposeString('ComputerName', { description: 'Name in the operating system.' }),
    volumeEncryptionKey: t.exposeString('VolumeEncryptionKey', { description: 'ARN of the KMS key of the volumes.' }),
    userVolumeEncryptionEnabled: t.exposeBoolean('UserVolumeEncryptionEnabled', {
      description: 'True if the user volume is encrypted.',
    }),
    rootVolumeEncryptionEnabled: t.exposeBoolean('RootVolumeEncryptionEnabled', {
      description: 'True if the root volume is encrypted.',
    }),
    workspaceName: t.exposeString('WorkspaceName', {
      description: 'Name of a WorkSpace that is not assigned to a user.',
    }),
    workspaceProperties: t.expose('WorkspaceProperties', {
      type: WorkspacePropertiesRef,
      description: 'Hardware, operating system and running mode.',
    }),
    modificationStates: t.expose('ModificationStates', {
      type: [WorkspaceModificationRef],
      description: 'Modifications in progress.',
    }),
    relatedWorkspaces: t.expose('RelatedWorkspaces', {
      type: [RelatedWorkspaceRef],
      description: 'Primary or standby of the WorkSpace in another region.',
    }),
    dataReplicationSettings: t.expose('DataReplicationSettings', {
      type: DataReplicationSettingsRef,
      description: 'Data replication.',
    }),
    standbyWorkspacesProperties: t.expose('StandbyWorkspacesProperties', {
      type: [StandbyWorkspaceRef],
      description: 'Standbys of the WorkSpace.',
    }),
    connection: t.field({
      type: WorkspaceConnectionStatusRef,
      description:
        'Connection of the user, as AWS last checked it; null if AWS has none, or if it is of another user and the caller may see their own only.',
      // Who is connected is session data: reading WorkSpaces does not suffice.
      needs: scopesToRead(personalProvider.sessionType),
      resolve: async (workspace, _args, context) =>
        isVisible(personalProvider.sessionType, workspace, context)
          ? context.services.of(workspace).personalWorkspaces.connectionOf(workspace)
          : null,
    }),
  }),
});

entity(WorkspaceRef, {
  // A WorkSpace's id does not contain its location.
  workspaceId: (workspaceId, { services }) =>
    findAnywhere(services, ({ personalWorkspaces }) => personalWorkspaces.workspaceById(workspaceId)),
});

builder.queryFields((t) => ({
  workspaces: connectionField(t, WorkspaceRef, {
    description:
      "Lists personal WorkSpaces that meet all given conditions, in AWS's order or that of `workspaceIds`; one location after the other.",
    args: {
      workspaceIds: t.arg.stringList({
        description:
          'Ids of the WorkSpaces: `ws-…`. Ids without a WorkSpace are skipped; an empty list gives no WorkSpaces.',
      }),
      directoryId: t.arg.string({ description: 'Id of the directory of the users: `d-…` or `wsd-…`.' }),
      userName: t.arg.string({
        description:
          'User name in the directory. 1 to 63 characters. Without `directoryId`, AWS cannot filter: the whole list is read.',
      }),
      ...spanningArgs(t),
    },
    callsOf: ({ workspaceIds }) => Math.ceil((workspaceIds?.length ?? 0) / WORKSPACES_PER_CALL),
    source: (_root, { region, accountId, ...query }, services) =>
      spanLocations(
        services,
        { region, accountId },
        ['workspaces', query.workspaceIds ?? null, query.directoryId ?? null, query.userName ?? null],
        ({ personalWorkspaces }) => personalWorkspaces.workspaces(query),
      ),
  }),
  workspace: t.field({
    type: WorkspaceRef,
    ...awsCalls(1),
    description: 'Finds a personal WorkSpace; null if it does not exist.',
    args: {
      workspaceId: t.arg.string({ required: true, description: 'Id of the WorkSpace: `ws-…`.' }),
      ...selectionArgs(t),
    },
    resolve: (_root, { workspaceId, ...selection }, { services }) =>
      findSelected(services, selection, ({ personalWorkspaces }) => personalWorkspaces.workspaceById(workspaceId)),
  }),
}));
