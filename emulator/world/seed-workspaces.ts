import type { Random } from './random.ts';
import type { LocationState, Workspace, WorkspaceConnectionStatus } from './state.ts';
import { bareName, type WorldUser } from './users.ts';

const day = 24 * 60 * 60_000;
const minute = 60_000;

/** Adds personal WorkSpaces, assigned to users in turn; 40 % are connected, every ninth is UNHEALTHY. */
export function seedWorkspaces(
  location: LocationState,
  random: Random,
  users: readonly WorldUser[],
  count: number,
  now: number,
): void {
  const directory = `d-${random.hex(10)}`;
  for (let index = 0; index < count; index += 1) {
    const user = users[index % users.length];
    if (!user) return;
    const workspace = newWorkspace(location, random, directory, user, index, now);
    location.workspaces.set(workspace.WorkspaceId, workspace);
    location.workspaceConnections.set(workspace.WorkspaceId, connectionOf(workspace, random, now));
  }
}

function newWorkspace(
  location: LocationState,
  random: Random,
  directory: string,
  user: WorldUser,
  index: number,
  now: number,
): Workspace {
  const isAutoStop = random.chance(0.6);
  const id = `ws-${random.base36(9)}`;
  return {
    WorkspaceId: id,
    DirectoryId: directory,
    UserName: bareName(user),
    IpAddress: `10.${random.between(32, 63)}.${random.between(0, 255)}.${random.between(4, 254)}`,
    ...(random.chance(0.2) && { Ipv6Address: `2a05:d018:${random.hex(3)}:${random.hex(4)}::${random.hex(4)}` }),
    State: 'AVAILABLE',
    BundleId: `wsb-${random.base36(9)}`,
    SubnetId: `subnet-0${random.hex(16)}`,
    ComputerName: `WSAMZN-${random.base36(8).toUpperCase()}`,
    ...(random.chance(0.5) && {
      VolumeEncryptionKey: `arn:aws:kms:${location.region}:${location.accountId}:alias/aws/workspaces`,
      UserVolumeEncryptionEnabled: true,
      RootVolumeEncryptionEnabled: true,
    }),
    ...(random.chance(0.3) && { WorkspaceName: `desk-${index + 1}` }),
    WorkspaceProperties: {
      RunningMode: isAutoStop ? 'AUTO_STOP' : 'ALWAYS_ON',
      ...(isAutoStop && { RunningModeAutoStopTimeoutInMinutes: 60 }),
      RootVolumeSizeGib: 80,
      UserVolumeSizeGib: random.pick([10, 50, 100]),
      ComputeTypeName: random.pick(['STANDARD', 'PERFORMANCE', 'POWER']),
      Protocols: [random.pick(['WSP', 'PCOIP'])],
      OperatingSystemName: random.pick(['WINDOWS_SERVER_2022', 'WINDOWS_11', 'UBUNTU_22_04']),
      GlobalAccelerator: { Mode: 'DISABLED' },
    },
    ModificationStates: random.chance(0.1) ? [{ Resource: 'USER_VOLUME', State: 'UPDATE_IN_PROGRESS' }] : [],
    ...(index % 9 === 8 && {
      State: 'UNHEALTHY' as const,
      ErrorCode: 'WorkspaceUnreachable',
      ErrorMessage: 'The WorkSpace does not answer health checks.',
    }),
    ...(index % 11 === 10 && replicationOf(random, location, now)),
  };
}

function replicationOf(random: Random, location: LocationState, now: number): Partial<Workspace> {
  const standby = `ws-${random.base36(9)}`;
  const snapshot = new Date(now - random.between(1, 24) * 60 * minute);
  return {
    RelatedWorkspaces: [{ WorkspaceId: standby, Region: location.region, State: 'STOPPED', Type: 'STANDBY' }],
    DataReplicationSettings: { DataReplication: 'PRIMARY_AS_SOURCE', RecoverySnapshotTime: snapshot },
    StandbyWorkspacesProperties: [
      { StandbyWorkspaceId: standby, DataReplication: 'PRIMARY_AS_SOURCE', RecoverySnapshotTime: snapshot },
    ],
  };
}

/** Creates the connection status; without a connection in the past it has no `LastKnownUserConnectionTimestamp`. */
function connectionOf(workspace: Workspace, random: Random, now: number): WorkspaceConnectionStatus {
  const checked = new Date(now - random.between(0, 4) * minute);
  if (workspace.State !== 'AVAILABLE')
    return { WorkspaceId: workspace.WorkspaceId, ConnectionState: 'UNKNOWN', ConnectionStateCheckTimestamp: checked };
  const isConnected = random.chance(0.4);
  return {
    WorkspaceId: workspace.WorkspaceId,
    ConnectionState: isConnected ? 'CONNECTED' : 'DISCONNECTED',
    ConnectionStateCheckTimestamp: checked,
    ...((isConnected || random.chance(0.8)) && {
      LastKnownUserConnectionTimestamp: new Date(isConnected ? checked : now - random.between(1, 20) * day),
    }),
  };
}
