import * as values from '../../services/appstream/enums.ts';
import { awsEnum } from '../aws-enum.ts';

export const SessionAuthenticationTypeRef = awsEnum('SessionAuthenticationType', values.AuthenticationType, {
  description: 'How a user came to a stack.',
  meanings: {
    API: 'By a streaming URL.',
    SAML: 'By SAML single sign-on.',
    USERPOOL: 'By the AppStream user pool.',
    AWS_AD: 'By Active Directory.',
  },
});

export const FleetStateRef = awsEnum('FleetState', values.FleetState, {
  description: 'Whether a fleet streams. Nothing of it can be changed while it starts or stops.',
  meanings: {
    STARTING: 'Its instances are being started.',
    RUNNING: 'It takes sessions.',
    STOPPING: 'Its instances are being stopped.',
    STOPPED: 'It takes no sessions, and has none.',
  },
});

export const FleetTypeRef = awsEnum('FleetType', values.FleetType, {
  description: 'When the instances of a fleet run.',
  meanings: {
    ALWAYS_ON: 'All the time: users wait for nothing.',
    ON_DEMAND: 'From when a user connects: they wait for a minute or two, and idle instances cost less.',
    ELASTIC: 'In a pool that AWS runs: applications come from app blocks, there are no instances to size.',
  },
});

export const FleetAttributeRef = awsEnum('FleetAttribute', values.FleetAttribute, {
  description: 'What can be taken away from a fleet.',
  meanings: {
    VPC_CONFIGURATION: 'Its VPC. Not of ELASTIC fleets.',
    VPC_CONFIGURATION_SECURITY_GROUP_IDS: 'The security groups of its VPC.',
    DOMAIN_JOIN_INFO: 'The domain its instances join.',
    IAM_ROLE_ARN: 'The role its instances have.',
    USB_DEVICE_FILTER_STRINGS: 'The USB devices that users may pass on.',
    SESSION_SCRIPT_S3_LOCATION: 'Its session scripts.',
    MAX_SESSIONS_PER_INSTANCE: 'That sessions share instances: it is then a single-session fleet.',
    VOLUME_CONFIGURATION: 'The size of its root volume: it is then the default.',
  },
});

export const FleetStreamViewRef = awsEnum('FleetStreamView', values.StreamView, {
  description: 'What a streaming window shows.',
  meanings: { APP: 'The windows of the applications only.', DESKTOP: 'The whole desktop.' },
});

export const AppStreamPlatformRef = awsEnum('AppStreamPlatform', values.PlatformType, {
  description: 'The operating system of an AppStream fleet. AWS `PlatformType`.',
  meanings: {
    AMAZON_LINUX2: 'Amazon Linux 2.',
    RHEL8: 'Red Hat Enterprise Linux 8.',
    ROCKY_LINUX8: 'Rocky Linux 8.',
    UBUNTU_PRO_2404: 'Ubuntu Pro 24.04.',
    WINDOWS: 'Windows Server, where AWS does not say which.',
    WINDOWS_SERVER_2016: 'Windows Server 2016.',
    WINDOWS_SERVER_2019: 'Windows Server 2019.',
    WINDOWS_SERVER_2022: 'Windows Server 2022.',
    WINDOWS_SERVER_2025: 'Windows Server 2025.',
  },
});

export const AppStreamSessionStateRef = awsEnum('AppStreamSessionState', values.SessionState, {
  description: 'Where an AppStream session is in its life. AWS `SessionState`.',
  meanings: {
    ACTIVE: 'It can be used.',
    PENDING: 'It is being made.',
    EXPIRED: 'It is over.',
  },
});

export const ConnectionStateRef = awsEnum('SessionConnectionState', values.SessionConnectionState, {
  description: 'Whether the user is connected to an AppStream or pool session.',
  meanings: { CONNECTED: 'Now.', NOT_CONNECTED: 'Not now: disconnected, or not yet connected.' },
});

export const AppStreamInstanceDrainStatusRef = awsEnum('AppStreamInstanceDrainStatus', values.InstanceDrainStatus, {
  description: 'Whether the instance of a session still takes new sessions. Multi-session fleets only.',
  meanings: {
    ACTIVE: 'It does.',
    DRAINING: 'It does not; sessions that it has go on.',
    NOT_APPLICABLE: 'The fleet is not a multi-session fleet.',
  },
});
