import type { SessionTable } from './session-table.ts';

/** AWS's resources: a `LocationState` per account and region, with AWS's shapes under AWS's names. Times are `Date`. */

export interface AppStreamFleet {
  Arn: string;
  Name: string;
  DisplayName?: string;
  Description?: string;
  ImageName?: string;
  ImageArn?: string;
  InstanceType: string;
  FleetType?: 'ALWAYS_ON' | 'ON_DEMAND' | 'ELASTIC';
  ComputeCapacityStatus: {
    Desired: number;
    Running?: number;
    InUse?: number;
    Available?: number;
    DesiredUserSessions?: number;
    AvailableUserSessions?: number;
    ActiveUserSessions?: number;
    ActualUserSessions?: number;
    Draining?: number;
    DrainModeActiveUserSessions?: number;
    DrainModeUnusedUserSessions?: number;
  };
  MaxUserDurationInSeconds?: number;
  DisconnectTimeoutInSeconds?: number;
  State: 'STARTING' | 'RUNNING' | 'STOPPING' | 'STOPPED';
  VpcConfig?: { SubnetIds?: string[]; SecurityGroupIds?: string[] };
  CreatedTime?: Date;
  FleetErrors?: { ErrorCode?: string; ErrorMessage?: string }[];
  EnableDefaultInternetAccess?: boolean;
  DomainJoinInfo?: { DirectoryName?: string; OrganizationalUnitDistinguishedName?: string };
  IdleDisconnectTimeoutInSeconds?: number;
  IamRoleArn?: string;
  StreamView?: string;
  Platform?: string;
  MaxConcurrentSessions?: number;
  UsbDeviceFilterStrings?: string[];
  SessionScriptS3Location?: { S3Bucket: string; S3Key?: string };
  MaxSessionsPerInstance?: number;
  RootVolumeConfig?: { VolumeSizeInGb?: number };
  DisableIMDSV1?: boolean;
}

export interface AppStreamStack {
  Arn?: string;
  Name: string;
  Description?: string;
  DisplayName?: string;
  CreatedTime?: Date;
  StorageConnectors?: {
    ConnectorType: string;
    ResourceIdentifier?: string;
    Domains?: string[];
    DomainsRequireAdminConsent?: string[];
  }[];
  RedirectURL?: string;
  FeedbackURL?: string;
  StackErrors?: { ErrorCode?: string; ErrorMessage?: string }[];
  UserSettings?: { Action: string; Permission: string; MaximumLength?: number }[];
  ApplicationSettings?: { Enabled?: boolean; SettingsGroup?: string; S3BucketName?: string };
  AccessEndpoints?: { EndpointType: string; VpceId?: string }[];
  EmbedHostDomains?: string[];
  StreamingExperienceSettings?: { PreferredProtocol?: string };
  ContentRedirection?: { HostToClient?: { Enabled: boolean; AllowedUrls?: string[]; DeniedUrls?: string[] } };
  AgentAccessConfig?: {
    Settings: { AgentAction: string; Permission: string }[];
    S3BucketArn?: string;
    ScreenshotsUploadEnabled?: boolean;
    ScreenResolution: string;
    ScreenImageFormat: string;
    UserControlMode?: string;
  };
}

export interface AppStreamSession {
  Id: string;
  UserId: string;
  StackName: string;
  FleetName: string;
  State: 'ACTIVE' | 'PENDING' | 'EXPIRED';
  ConnectionState?: 'CONNECTED' | 'NOT_CONNECTED';
  StartTime?: Date;
  MaxExpirationTime?: Date;
  AuthenticationType?: 'API' | 'SAML' | 'USERPOOL' | 'AWS_AD';
  NetworkAccessConfiguration?: { EniPrivateIpAddress?: string; EniIpv6Addresses?: string[]; EniId?: string };
  InstanceId?: string;
  InstanceDrainStatus?: 'ACTIVE' | 'DRAINING' | 'NOT_APPLICABLE';
}

export interface SsmSession {
  SessionId: string;
  Target?: string;
  Status?: 'Connected' | 'Connecting' | 'Disconnected' | 'Terminated' | 'Terminating' | 'Failed';
  StartDate?: Date;
  EndDate?: Date;
  DocumentName?: string;
  Owner?: string;
  Reason?: string;
  Details?: string;
  OutputUrl?: { S3OutputUrl?: string; CloudWatchOutputUrl?: string };
  MaxSessionDuration?: string;
  AccessType?: 'Standard' | 'JustInTime';
}

export interface ManagedNode {
  InstanceId: string;
  PingStatus?: 'Online' | 'ConnectionLost' | 'Inactive';
  LastPingDateTime?: Date;
  AgentVersion?: string;
  IsLatestVersion?: boolean;
  PlatformType?: 'Windows' | 'Linux' | 'MacOS';
  PlatformName?: string;
  PlatformVersion?: string;
  ActivationId?: string;
  IamRole?: string;
  RegistrationDate?: Date;
  ResourceType?: 'ManagedInstance' | 'EC2Instance';
  Name?: string;
  IPAddress?: string;
  ComputerName?: string;
  AssociationStatus?: string;
  LastAssociationExecutionDate?: Date;
  LastSuccessfulAssociationExecutionDate?: Date;
  AssociationOverview?: {
    DetailedStatus?: string;
    InstanceAssociationStatusAggregatedCount?: Record<string, number>;
  };
  SourceId?: string;
  SourceType?: string;
  SourceLocation?: string;
}

export interface WorkspacesPool {
  PoolId: string;
  PoolArn: string;
  CapacityStatus: {
    AvailableUserSessions: number;
    DesiredUserSessions: number;
    ActualUserSessions: number;
    ActiveUserSessions: number;
  };
  PoolName: string;
  Description?: string;
  State: 'CREATING' | 'DELETING' | 'RUNNING' | 'STARTING' | 'STOPPED' | 'STOPPING' | 'UPDATING';
  CreatedAt: Date;
  BundleId: string;
  DirectoryId: string;
  Errors?: { ErrorCode?: string; ErrorMessage?: string }[];
  ApplicationSettings?: { Status: string; SettingsGroup?: string; S3BucketName?: string };
  TimeoutSettings?: {
    DisconnectTimeoutInSeconds?: number;
    IdleDisconnectTimeoutInSeconds?: number;
    MaxUserDurationInSeconds?: number;
  };
  RunningMode: 'AUTO_STOP' | 'ALWAYS_ON';
}

export interface PoolSession {
  SessionId: string;
  PoolId: string;
  UserId: string;
  AuthenticationType?: 'SAML';
  ConnectionState?: 'CONNECTED' | 'NOT_CONNECTED';
  InstanceId?: string;
  ExpirationTime?: Date;
  NetworkAccessConfiguration?: { EniPrivateIpAddress?: string; EniId?: string };
  StartTime?: Date;
}

export interface Workspace {
  WorkspaceId: string;
  DirectoryId?: string;
  UserName?: string;
  IpAddress?: string;
  Ipv6Address?: string;
  State?: 'PENDING' | 'AVAILABLE' | 'UNHEALTHY' | 'STARTING' | 'STOPPING' | 'STOPPED' | 'ERROR';
  BundleId?: string;
  SubnetId?: string;
  ErrorMessage?: string;
  ErrorCode?: string;
  ComputerName?: string;
  VolumeEncryptionKey?: string;
  UserVolumeEncryptionEnabled?: boolean;
  RootVolumeEncryptionEnabled?: boolean;
  WorkspaceName?: string;
  WorkspaceProperties?: {
    RunningMode?: 'AUTO_STOP' | 'ALWAYS_ON' | 'MANUAL';
    RunningModeAutoStopTimeoutInMinutes?: number;
    RootVolumeSizeGib?: number;
    UserVolumeSizeGib?: number;
    ComputeTypeName?: string;
    Protocols?: string[];
    OperatingSystemName?: string;
    GlobalAccelerator?: { Mode: string; PreferredProtocol?: string };
  };
  ModificationStates?: { Resource?: string; State?: string }[];
  RelatedWorkspaces?: { WorkspaceId?: string; Region?: string; State?: string; Type?: string }[];
  DataReplicationSettings?: { DataReplication?: string; RecoverySnapshotTime?: Date };
  StandbyWorkspacesProperties?: {
    StandbyWorkspaceId?: string;
    DataReplication?: string;
    RecoverySnapshotTime?: Date;
  }[];
}

export interface WorkspaceConnectionStatus {
  WorkspaceId: string;
  ConnectionState?: 'CONNECTED' | 'DISCONNECTED' | 'UNKNOWN';
  ConnectionStateCheckTimestamp?: Date;
  LastKnownUserConnectionTimestamp?: Date;
}

/** Resources of one account and region. Maps keep insertion order, which is the order AWS lists in. */
export interface LocationState {
  readonly accountId: string;
  readonly region: string;
  /** By name. */
  readonly fleets: Map<string, AppStreamFleet>;
  readonly stacks: Map<string, AppStreamStack>;
  /** Fleet names by stack name. */
  readonly associations: Map<string, Set<string>>;
  /** By `Id`, grouped by stack and fleet. */
  readonly appStreamSessions: SessionTable<AppStreamSession>;
  /** By `SessionId`, newest first: active ones, and ended ones of the past 30 days (F-37). Add by `addSsmSessions`. */
  readonly ssmSessions: Map<string, SsmSession>;
  /** By `InstanceId`. */
  readonly nodes: Map<string, ManagedNode>;
  /** By `PoolId`. */
  readonly pools: Map<string, WorkspacesPool>;
  /** By `SessionId`, grouped by pool. */
  readonly poolSessions: SessionTable<PoolSession>;
  /** Personal WorkSpaces and their connections, both by `WorkspaceId`. */
  readonly workspaces: Map<string, Workspace>;
  readonly workspaceConnections: Map<string, WorkspaceConnectionStatus>;
  /** Start of each STARTING and STOPPING, in milliseconds since the epoch, by `fleetChange` or `poolChange`. */
  readonly changes: Map<string, number>;
}

export interface World {
  /** Returns the state of an account and region; creates it empty on first use. */
  location(accountId: string, region: string): LocationState;
  locations(): readonly LocationState[];
  /** `sts:ExternalId` that a role's trust policy requires, by role ARN; other roles trust every caller. */
  readonly externalIds: Map<string, string>;
}
