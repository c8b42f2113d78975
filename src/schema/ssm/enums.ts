import type * as values from '../../services/ssm/enums.ts';
import { awsEnum } from '../builder/aws-enum.ts';

export const SsmSessionStateRef = awsEnum<values.SessionState>('SsmSessionState', {
  description: 'Set of SSM sessions that AWS lists. AWS cannot list both at once.',
  meanings: { Active: 'Sessions that have not ended.', History: 'Sessions that ended in the last 30 days.' },
});

export const SsmSessionFilterKeyRef = awsEnum<values.SessionFilterKey>('SsmSessionFilterKey', {
  description: 'Member of SSM sessions that a filter compares.',
  meanings: {
    InvokedAfter: 'Earliest start time (inclusive): `2026-11-01T00:00:00Z`.',
    InvokedBefore: 'Latest start time (exclusive): `2026-11-01T00:00:00Z`.',
    Target: 'Target: `i-0123456789abcdef0`.',
    Owner: 'ARN of the session owner.',
    Status: 'Status in the spelling of AWS: `Connected`.',
    SessionId: 'Session id.',
    AccessType: 'Access type in the spelling of AWS: `JustInTime`.',
  },
});

export const AccessTypeRef = awsEnum<values.AccessType>('SsmAccessType', {
  description: 'Access by which an SSM session was opened. AWS `AccessType`.',
  meanings: { Standard: 'Standing permission.', JustInTime: 'Approval for this session only.' },
});

export const ManagedNodePingStatusRef = awsEnum<values.PingStatus>('ManagedNodePingStatus', {
  description: 'Connection status of the SSM agent of a managed node.',
  meanings: {
    Online: 'The agent reports.',
    ConnectionLost: 'The agent has stopped reporting.',
    Inactive: 'Deprecated by AWS and no longer used.',
  },
});

export const ManagedNodePlatformTypeRef = awsEnum<values.PlatformType>('ManagedNodePlatformType', {
  description: 'Operating system family of a managed node. AWS `PlatformType`.',
  meanings: { Linux: 'Linux.', MacOS: 'Apple macOS.', Windows: 'Windows Server.' },
});

export const ManagedNodeResourceTypeRef = awsEnum<values.ResourceType>('ManagedNodeResourceType', {
  description: 'Kind of a managed node.',
  meanings: { EC2Instance: 'EC2 instance.', ManagedInstance: 'Hybrid node, which runs outside EC2.' },
});

export const ManagedNodeSourceTypeRef = awsEnum<values.SourceType>('ManagedNodeSourceType', {
  description: 'Kind of the resource that a managed node is in its source system.',
  meanings: {
    'AWS::EC2::Instance': 'EC2 instance.',
    'AWS::IoT::Thing': 'AWS IoT Greengrass device.',
    'AWS::SSM::ManagedInstance': 'Hybrid node, which runs outside EC2.',
    'Microsoft.Compute/virtualMachines': 'Virtual machine in Azure.',
    'compute.googleapis.com/Instance': 'Virtual machine in Google Cloud.',
  },
});
