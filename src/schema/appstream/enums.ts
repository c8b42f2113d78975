import type * as values from '../../services/appstream/enums.ts';
import { awsEnum } from '../builder/aws-enum.ts';

export const FleetStateRef = awsEnum<values.FleetState>('FleetState', {
  description: 'State of a fleet. A fleet cannot be changed while it starts or stops.',
  meanings: {
    STARTING: 'The instances are starting.',
    RUNNING: 'The fleet takes sessions.',
    STOPPING: 'The instances are stopping.',
    STOPPED: 'The fleet has no sessions and takes none.',
  },
});

export const FleetTypeRef = awsEnum<values.FleetType>('FleetType', {
  description: 'Schedule on which the instances of a fleet run.',
  meanings: {
    ALWAYS_ON: 'Instances always run: users connect at once.',
    ON_DEMAND: 'An instance starts when a user connects, who waits one to two minutes; idle instances cost less.',
    ELASTIC: 'AWS manages the instances; applications come from app blocks, and there is no capacity to configure.',
  },
});

export const FleetAttributeRef = awsEnum<values.FleetAttribute>('FleetAttribute', {
  description: 'Attribute that can be removed from a fleet.',
  meanings: {
    VPC_CONFIGURATION: 'VPC configuration. Not for ELASTIC fleets.',
    VPC_CONFIGURATION_SECURITY_GROUP_IDS: 'Security groups of the VPC configuration.',
    DOMAIN_JOIN_INFO: 'Active Directory domain of the instances.',
    IAM_ROLE_ARN: 'IAM role of the instances.',
    USB_DEVICE_FILTER_STRINGS: 'Filters of USB devices.',
    SESSION_SCRIPT_S3_LOCATION: 'Session scripts.',
    MAX_SESSIONS_PER_INSTANCE: 'Number of sessions an instance; the fleet becomes a single-session fleet.',
    VOLUME_CONFIGURATION: 'Size of the root volume, which returns to its default.',
  },
});

export const FleetStreamViewRef = awsEnum<values.StreamView>('FleetStreamView', {
  description: 'View that a streaming window shows.',
  meanings: { APP: 'Application windows only.', DESKTOP: 'Whole desktop.' },
});

export const AppStreamPlatformRef = awsEnum<values.PlatformType>('AppStreamPlatform', {
  description: 'Operating system of an AppStream fleet. AWS `PlatformType`.',
  meanings: {
    AMAZON_LINUX2: 'Amazon Linux 2.',
    RHEL8: 'Red Hat Enterprise Linux 8.',
    ROCKY_LINUX8: 'Rocky Linux 8.',
    UBUNTU_PRO_2404: 'Ubuntu Pro 24.04.',
    WINDOWS: 'Windows Server, version not given by AWS.',
    WINDOWS_SERVER_2016: 'Windows Server 2016.',
    WINDOWS_SERVER_2019: 'Windows Server 2019.',
    WINDOWS_SERVER_2022: 'Windows Server 2022.',
    WINDOWS_SERVER_2025: 'Windows Server 2025.',
  },
});

export const AppStreamSessionStateRef = awsEnum<values.SessionState>('AppStreamSessionState', {
  description: 'State of an AppStream session. AWS `SessionState`.',
  meanings: {
    ACTIVE: 'The session is active.',
    PENDING: 'The session is being created.',
    EXPIRED: 'The session has ended.',
  },
});

export const AppStreamInstanceDrainStatusRef = awsEnum<values.InstanceDrainStatus>('AppStreamInstanceDrainStatus', {
  description: 'Drain status of the instance of a session. Multi-session fleets only.',
  meanings: {
    ACTIVE: 'The instance takes new sessions.',
    DRAINING: 'The instance takes no new sessions; its running sessions continue.',
    NOT_APPLICABLE: 'The fleet is not a multi-session fleet.',
  },
});
