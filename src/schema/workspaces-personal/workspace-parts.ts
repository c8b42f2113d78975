import type {
  DataReplicationSettings,
  GlobalAcceleratorForWorkSpace,
  ModificationState,
  RelatedWorkspaceProperties,
  StandbyWorkspacesProperties,
  WorkspaceConnectionStatus,
  WorkspaceProperties,
} from '../../services/workspaces-personal/model.ts';
import { builder } from '../builder/builder.ts';
import {
  WorkspaceConnectionStateRef,
  WorkspaceDataReplicationRef,
  WorkspaceGlobalAcceleratorModeRef,
  WorkspaceGlobalAcceleratorProtocolRef,
  WorkspaceModificationResourceRef,
  WorkspaceModificationStatusRef,
  WorkspaceOperatingSystemRef,
  WorkspaceProtocolRef,
  WorkspaceRelationshipTypeRef,
  WorkspaceRunningModeRef,
  WorkspaceStateRef,
} from './enums.ts';

export const WorkspaceConnectionStatusRef = builder
  .objectRef<WorkspaceConnectionStatus>('WorkspaceConnectionStatus')
  .implement({
    description: 'Connection of the user to a WorkSpace, as AWS last checked it. AWS `WorkspaceConnectionStatus`.',
    fields: (t) => ({
      workspaceId: t.exposeString('WorkspaceId', { nullable: false, description: 'Id of the WorkSpace.' }),
      connectionState: t.expose('ConnectionState', {
        type: WorkspaceConnectionStateRef,
        description: 'Connection state of the user.',
      }),
      connectionStateCheckTimestamp: t.expose('ConnectionStateCheckTimestamp', {
        type: 'DateTime',
        description: 'Time at which AWS checked the connection.',
      }),
      lastKnownUserConnectionTimestamp: t.expose('LastKnownUserConnectionTimestamp', {
        type: 'DateTime',
        description: 'Time at which the user is last known to have been connected; null if never.',
      }),
    }),
  });

const GlobalAcceleratorRef = builder.objectRef<GlobalAcceleratorForWorkSpace>('WorkspaceGlobalAccelerator').implement({
  description: 'Global Accelerator of a WorkSpace. AWS `GlobalAcceleratorForWorkSpace`.',
  fields: (t) => ({
    mode: t.expose('Mode', {
      type: WorkspaceGlobalAcceleratorModeRef,
      description: 'Mode, which the directory may give.',
    }),
    preferredProtocol: t.expose('PreferredProtocol', {
      type: WorkspaceGlobalAcceleratorProtocolRef,
      description: 'Preferred protocol, which the directory may give.',
    }),
  }),
});

export const WorkspacePropertiesRef = builder.objectRef<WorkspaceProperties>('WorkspaceProperties').implement({
  description: 'Hardware, operating system and running mode of a WorkSpace. AWS `WorkspaceProperties`.',
  fields: (t) => ({
    runningMode: t.expose('RunningMode', { type: WorkspaceRunningModeRef, description: 'Running mode.' }),
    runningModeAutoStopTimeoutInMinutes: t.exposeInt('RunningModeAutoStopTimeoutInMinutes', {
      description: 'Time after the user has logged off until the WorkSpace stops. Minutes, a multiple of 60.',
    }),
    rootVolumeSizeGib: t.exposeInt('RootVolumeSizeGib', { description: 'Size of the root volume. Gibibytes.' }),
    userVolumeSizeGib: t.exposeInt('UserVolumeSizeGib', { description: 'Size of the user volume. Gibibytes.' }),
    computeTypeName: t.exposeString('ComputeTypeName', {
      description: 'Compute type, such as `STANDARD` or `GRAPHICS_G4DN`.',
    }),
    protocols: t.expose('Protocols', { type: [WorkspaceProtocolRef], description: 'Streaming protocols.' }),
    operatingSystemName: t.expose('OperatingSystemName', {
      type: WorkspaceOperatingSystemRef,
      description: 'Operating system.',
    }),
    globalAccelerator: t.expose('GlobalAccelerator', {
      type: GlobalAcceleratorRef,
      description: 'Global Accelerator.',
    }),
  }),
});

export const WorkspaceModificationRef = builder.objectRef<ModificationState>('WorkspaceModification').implement({
  description: 'Modification of a WorkSpace in progress. AWS `ModificationState`.',
  fields: (t) => ({
    resource: t.expose('Resource', {
      type: WorkspaceModificationResourceRef,
      description: 'Part that is being modified.',
    }),
    state: t.expose('State', { type: WorkspaceModificationStatusRef, description: 'Progress of the modification.' }),
  }),
});

export const RelatedWorkspaceRef = builder.objectRef<RelatedWorkspaceProperties>('WorkspaceRelation').implement({
  description: 'Primary or standby of a WorkSpace in another region. AWS `RelatedWorkspaceProperties`.',
  fields: (t) => ({
    workspaceId: t.exposeString('WorkspaceId', { description: 'Id of the related WorkSpace.' }),
    region: t.exposeString('Region', { description: 'AWS region of the related WorkSpace.' }),
    state: t.expose('State', { type: WorkspaceStateRef, description: 'State of the related WorkSpace.' }),
    type: t.expose('Type', { type: WorkspaceRelationshipTypeRef, description: 'Role of the related WorkSpace.' }),
  }),
});

export const DataReplicationSettingsRef = builder
  .objectRef<DataReplicationSettings>('WorkspaceDataReplicationSettings')
  .implement({
    description: 'Data replication of a WorkSpace. AWS `DataReplicationSettings`.',
    fields: (t) => ({
      dataReplication: t.expose('DataReplication', {
        type: WorkspaceDataReplicationRef,
        description: 'Kind of replication.',
      }),
      recoverySnapshotTime: t.expose('RecoverySnapshotTime', {
        type: 'DateTime',
        description: 'Time of the last successful snapshot of the primary WorkSpace.',
      }),
    }),
  });

export const StandbyWorkspaceRef = builder.objectRef<StandbyWorkspacesProperties>('WorkspaceStandby').implement({
  description: 'Standby of a WorkSpace. AWS `StandbyWorkspacesProperties`.',
  fields: (t) => ({
    standbyWorkspaceId: t.exposeString('StandbyWorkspaceId', { description: 'Id of the standby.' }),
    dataReplication: t.expose('DataReplication', {
      type: WorkspaceDataReplicationRef,
      description: 'Kind of replication.',
    }),
    recoverySnapshotTime: t.expose('RecoverySnapshotTime', {
      type: 'DateTime',
      description: 'Time of the last successful snapshot of the primary WorkSpace.',
    }),
  }),
});
