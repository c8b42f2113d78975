import type * as values from '../../services/workspaces-personal/enums.ts';
import { awsEnum } from '../builder/aws-enum.ts';

export const WorkspaceStateRef = awsEnum<values.WorkspaceState>('WorkspaceState', {
  description: 'State of a WorkSpace. AWS `WorkspaceState`.',
  meanings: {
    PENDING: 'The WorkSpace waits, for example to be created.',
    AVAILABLE: 'The WorkSpace runs and has passed the health checks.',
    IMPAIRED: 'The WorkSpace does not respond to health checks.',
    UNHEALTHY: 'The WorkSpace does not respond to health checks.',
    REBOOTING: 'The WorkSpace is being rebooted.',
    STARTING: 'The WorkSpace is starting, and health checks run.',
    REBUILDING: 'The WorkSpace is being rebuilt.',
    RESTORING: 'The WorkSpace is being restored.',
    MAINTENANCE: 'AWS maintains the WorkSpace as scheduled.',
    ADMIN_MAINTENANCE: 'The administrator maintains the WorkSpace.',
    TERMINATING: 'The WorkSpace is being deleted.',
    TERMINATED: 'The WorkSpace has been deleted.',
    SUSPENDED: 'The WorkSpace is suspended while an image is created from it.',
    UPDATING: 'The WorkSpace is being updated.',
    STOPPING: 'The WorkSpace is being stopped.',
    STOPPED: 'The WorkSpace is stopped.',
    ERROR: 'The WorkSpace has an error, for example of its start.',
  },
});

export const WorkspaceConnectionStateRef = awsEnum<values.ConnectionState>('WorkspaceConnectionState', {
  description: 'Connection state of the user of a WorkSpace. AWS `ConnectionState`.',
  meanings: {
    CONNECTED: 'The user is connected.',
    DISCONNECTED: 'The user is not connected.',
    UNKNOWN: 'AWS does not know, for example because the WorkSpace is stopped.',
  },
});

export const WorkspaceRunningModeRef = awsEnum<values.RunningMode>('WorkspaceRunningMode', {
  description: 'Running mode of a WorkSpace. AWS `RunningMode`.',
  meanings: {
    ALWAYS_ON: 'The WorkSpace always runs.',
    AUTO_STOP: 'The WorkSpace stops some time after its user has logged off.',
    MANUAL: 'The administrator starts and stops the WorkSpace. Amazon WorkSpaces Core only.',
  },
});

export const WorkspaceProtocolRef = awsEnum<values.Protocol>('WorkspaceProtocol', {
  description: 'Streaming protocol of a WorkSpace. AWS `Protocol`.',
  meanings: { PCOIP: 'PC over IP.', WSP: 'Amazon DCV, formerly the WorkSpaces Streaming Protocol.' },
});

export const WorkspaceOperatingSystemRef = awsEnum<values.OperatingSystemName>('WorkspaceOperatingSystem', {
  description: 'Operating system of a WorkSpace. AWS `OperatingSystemName`.',
  meanings: {
    AMAZON_LINUX_2: 'Amazon Linux 2.',
    RHEL_8: 'Red Hat Enterprise Linux 8.',
    ROCKY_8: 'Rocky Linux 8.',
    UBUNTU_18_04: 'Ubuntu 18.04.',
    UBUNTU_20_04: 'Ubuntu 20.04.',
    UBUNTU_22_04: 'Ubuntu 22.04.',
    UNKNOWN: 'AWS does not know the operating system.',
    WINDOWS_7: 'Windows 7.',
    WINDOWS_10: 'Windows 10.',
    WINDOWS_11: 'Windows 11.',
    WINDOWS_SERVER_2016: 'Windows Server 2016.',
    WINDOWS_SERVER_2019: 'Windows Server 2019.',
    WINDOWS_SERVER_2022: 'Windows Server 2022.',
    WINDOWS_SERVER_2025: 'Windows Server 2025.',
  },
});

export const WorkspaceGlobalAcceleratorModeRef = awsEnum<values.AGAModeForWorkSpaceEnum>(
  'WorkspaceGlobalAcceleratorMode',
  {
    description: 'Mode of Global Accelerator for a WorkSpace. AWS `AGAModeForWorkSpaceEnum`.',
    meanings: {
      ENABLED_AUTO: 'Global Accelerator is enabled.',
      DISABLED: 'Global Accelerator is disabled.',
      INHERITED: 'The mode is that of the directory.',
    },
  },
);

export const WorkspaceGlobalAcceleratorProtocolRef = awsEnum<values.AGAPreferredProtocolForWorkSpace>(
  'WorkspaceGlobalAcceleratorProtocol',
  {
    description: 'Preferred protocol of Global Accelerator for a WorkSpace. AWS `AGAPreferredProtocolForWorkSpace`.',
    meanings: {
      TCP: 'TCP is preferred.',
      NONE: 'No protocol is preferred.',
      INHERITED: 'The preferred protocol is that of the directory.',
    },
  },
);

export const WorkspaceModificationResourceRef = awsEnum<values.ModificationResourceEnum>(
  'WorkspaceModificationResource',
  {
    description: 'Part of a WorkSpace that is being modified. AWS `ModificationResourceEnum`.',
    meanings: {
      ROOT_VOLUME: 'Root volume.',
      USER_VOLUME: 'User volume.',
      COMPUTE_TYPE: 'Compute type.',
      PROTOCOL: 'Streaming protocol.',
    },
  },
);

export const WorkspaceModificationStatusRef = awsEnum<values.ModificationStateEnum>('WorkspaceModificationStatus', {
  description: 'Progress of a modification of a WorkSpace. AWS `ModificationStateEnum`.',
  meanings: {
    UPDATE_INITIATED: 'The modification was requested.',
    UPDATE_IN_PROGRESS: 'The modification is in progress.',
    UPDATE_FAILED: 'The modification failed.',
  },
});

export const WorkspaceRelationshipTypeRef = awsEnum<values.StandbyWorkspaceRelationshipType>(
  'WorkspaceRelationshipType',
  {
    description: 'Role of a related WorkSpace. AWS `StandbyWorkspaceRelationshipType`.',
    meanings: { PRIMARY: 'The WorkSpace that its standby replaces.', STANDBY: 'The standby in another region.' },
  },
);

export const WorkspaceDataReplicationRef = awsEnum<values.DataReplication>('WorkspaceDataReplication', {
  description: 'Data replication between a WorkSpace and its standby. AWS `DataReplication`.',
  meanings: {
    NO_REPLICATION: 'No data is replicated.',
    PRIMARY_AS_SOURCE: 'Data of the primary WorkSpace is replicated to its standby.',
  },
});
