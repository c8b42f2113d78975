import type {
  AppStreamFleet,
  AppStreamSession,
  AppStreamStack,
  LocationState,
  ManagedNode,
  PoolSession,
  SsmSession,
  Workspace,
  WorkspaceConnectionStatus,
  WorkspacesPool,
} from '../../emulator/world/state.ts';

/** The defaults of `buildWorld`: one plain thing of each kind. */

/** Time at which `manualClock` starts: the sessions of a built world began before it. */
export const start = Date.parse('2026-11-02T09:00:00Z');
const minute = 60_000;

/** The ids that the n-th numbered thing gets. */
export const uuidOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const hexId = (prefix: string, number: number): string => `${prefix}-${String(number).padStart(17, '0')}`;

export function plainFleet(location: LocationState, name: string): AppStreamFleet {
  const arn = `arn:aws:appstream:${location.region}:${location.accountId}`;
  return {
    Arn: `${arn}:fleet/${name}`,
    Name: name,
    ImageName: 'image-1',
    ImageArn: `${arn}:image/image-1`,
    InstanceType: 'stream.standard.medium',
    FleetType: 'ALWAYS_ON',
    ComputeCapacityStatus: { Desired: 2, Running: 2, InUse: 0, Available: 2 },
    MaxUserDurationInSeconds: 57_600,
    DisconnectTimeoutInSeconds: 900,
    IdleDisconnectTimeoutInSeconds: 0,
    State: 'RUNNING',
    CreatedTime: new Date(start - 30 * 24 * 60 * minute),
  };
}

export function plainStack(location: LocationState, name: string): AppStreamStack {
  return {
    Arn: `arn:aws:appstream:${location.region}:${location.accountId}:stack/${name}`,
    Name: name,
    CreatedTime: new Date(start - 30 * 24 * 60 * minute),
  };
}

export function plainAppStreamSession(number: number, stack: string, fleet: string): AppStreamSession {
  return {
    Id: uuidOf(number),
    UserId: `user-${number}`,
    StackName: stack,
    FleetName: fleet,
    State: 'ACTIVE',
    ConnectionState: 'CONNECTED',
    StartTime: new Date(start - 10 * minute),
    MaxExpirationTime: new Date(start + 950 * minute),
    AuthenticationType: 'API',
    InstanceId: hexId('i', number),
    InstanceDrainStatus: 'NOT_APPLICABLE',
  };
}

export function plainNode(instanceId: string): ManagedNode {
  return {
    InstanceId: instanceId,
    PingStatus: 'Online',
    LastPingDateTime: new Date(start - minute),
    AgentVersion: '3.3.3050.0',
    PlatformType: 'Linux',
    PlatformName: 'Amazon Linux',
    PlatformVersion: '2023',
    ResourceType: instanceId.startsWith('mi-') ? 'ManagedInstance' : 'EC2Instance',
    IPAddress: '10.0.0.4',
    ComputerName: `${instanceId}.example.com`,
  };
}

export function plainSsmSession(
  location: LocationState,
  number: number,
  index: number,
  state: 'Active' | 'History',
): SsmSession {
  const [firstNode] = location.nodes.keys();
  const began = start - (state === 'Active' ? 10 : 24 * 60) * minute - index * minute;
  return {
    SessionId: hexId(`user-${number}`, number),
    Target: firstNode ?? hexId('i', 0),
    Status: state === 'Active' ? 'Connected' : 'Terminated',
    StartDate: new Date(began),
    ...(state === 'History' && { EndDate: new Date(began + 5 * minute) }),
    DocumentName: 'SSM-SessionManagerRunShell',
    Owner: `arn:aws:iam::${location.accountId}:user/user-${number}`,
    AccessType: 'Standard',
  };
}

export function plainPool(location: LocationState, name: string, number: number): WorkspacesPool {
  const id = `wspool-${String(number).padStart(9, '0')}`;
  return {
    PoolId: id,
    PoolArn: `arn:aws:workspaces:${location.region}:${location.accountId}:workspacespool/${id}`,
    PoolName: name,
    CapacityStatus: {
      AvailableUserSessions: 5,
      DesiredUserSessions: 5,
      ActualUserSessions: 5,
      ActiveUserSessions: 0,
    },
    State: 'RUNNING',
    CreatedAt: new Date(start - 30 * 24 * 60 * minute),
    BundleId: 'wsb-000000001',
    DirectoryId: 'wsd-000000001',
    RunningMode: 'AUTO_STOP',
  };
}

export function plainWorkspace(number: number): Workspace {
  return {
    WorkspaceId: `ws-${String(number).padStart(9, '0')}`,
    DirectoryId: 'd-0000000001',
    UserName: `user-${number}`,
    State: 'AVAILABLE',
    BundleId: 'wsb-000000001',
    WorkspaceProperties: { RunningMode: 'ALWAYS_ON' },
  };
}

export function plainConnection(workspaceId: string): WorkspaceConnectionStatus {
  return {
    WorkspaceId: workspaceId,
    ConnectionState: 'CONNECTED',
    ConnectionStateCheckTimestamp: new Date(start - minute),
    LastKnownUserConnectionTimestamp: new Date(start - minute),
  };
}

export function plainPoolSession(number: number, poolId: string): PoolSession {
  return {
    SessionId: uuidOf(number),
    PoolId: poolId,
    UserId: `user-${number}`,
    AuthenticationType: 'SAML',
    ConnectionState: 'CONNECTED',
    InstanceId: hexId('i', number),
    StartTime: new Date(start - 10 * minute),
    ExpirationTime: new Date(start + 950 * minute),
  };
}
