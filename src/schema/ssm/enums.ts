import * as values from '../../services/ssm/enums.ts';
import { awsEnum } from '../aws-enum.ts';

export const SsmSessionStateRef = awsEnum('SsmSessionState', values.SessionState, {
  description: 'Which shell sessions AWS lists: it has no way to list both.',
  meanings: { Active: 'Those that last.', History: 'Those of the last 30 days that are over.' },
});

export const SsmSessionFilterKeyRef = awsEnum('SsmSessionFilterKey', values.SessionFilterKey, {
  description: 'What shell sessions can be filtered by.',
  meanings: {
    InvokedAfter: 'Began at this time or later: `2026-11-01T00:00:00Z`.',
    InvokedBefore: 'Began before this time: `2026-11-01T00:00:00Z`.',
    Target: 'Are on this target: `i-0123456789abcdef0`.',
    Owner: 'Belong to this user, by ARN.',
    Status: "Have this status, in AWS's spelling: `Connected`.",
    SessionId: 'Have this session id.',
    AccessType: "Were opened by this kind of access, in AWS's spelling: `JustInTime`.",
  },
});

export const AccessTypeRef = awsEnum('SsmAccessType', values.AccessType, {
  description: 'Why somebody was let in. AWS `AccessType`.',
  meanings: { Standard: 'By a standing permission.', JustInTime: 'By an approval for this occasion.' },
});

export const ManagedNodePingStatusRef = awsEnum('ManagedNodePingStatus', values.PingStatus, {
  description: 'Whether the SSM agent of a node reports.',
  meanings: {
    Online: 'It does.',
    ConnectionLost: 'It did, and has stopped.',
    Inactive: 'Deprecated: AWS uses it no more.',
  },
});

export const ManagedNodePlatformTypeRef = awsEnum('ManagedNodePlatformType', values.PlatformType, {
  description: 'The kind of operating system of a node. AWS `PlatformType`.',
  meanings: { Linux: 'A Linux.', MacOS: 'macOS.', Windows: 'Windows Server.' },
});

export const ManagedNodeResourceTypeRef = awsEnum('ManagedNodeResourceType', values.ResourceType, {
  description: 'What a node is.',
  meanings: { EC2Instance: 'An EC2 instance.', ManagedInstance: 'A hybrid node: a machine that is not in EC2.' },
});

export const ManagedNodeSourceTypeRef = awsEnum('ManagedNodeSourceType', values.SourceType, {
  description: 'What kind of thing a node is where it comes from.',
  meanings: {
    'AWS::EC2::Instance': 'An EC2 instance.',
    'AWS::IoT::Thing': 'A thing of IoT Greengrass.',
    'AWS::SSM::ManagedInstance': 'A hybrid node: a machine that is not in EC2.',
    'Microsoft.Compute/virtualMachines': 'A virtual machine in Azure.',
    'compute.googleapis.com/Instance': 'A virtual machine in Google Cloud.',
  },
});
