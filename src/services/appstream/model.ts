import type {
  AuthenticationType as AwsAuthenticationType,
  Fleet as AwsFleet,
  Session as AwsSession,
  Stack as AwsStack,
} from '@aws-sdk/client-appstream';
import type { Scoped } from '../../aws/scope.ts';

export type {
  AccessEndpoint,
  AgentAccessConfig,
  AgentAccessSetting,
  ApplicationSettingsResponse,
  AuthenticationType as AwsAuthenticationType,
  ComputeCapacityStatus,
  ContentRedirection,
  DomainJoinInfo,
  FleetError,
  NetworkAccessConfiguration,
  S3Location,
  StackError,
  StorageConnector,
  StreamingExperienceSettings,
  UrlRedirectionConfig,
  UserSetting,
  VolumeConfig,
  VpcConfig,
} from '@aws-sdk/client-appstream';

/** Every way a user can come to a stack, in the order their sessions are listed. */
export const AUTHENTICATION_TYPES = ['API', 'AWS_AD', 'SAML', 'USERPOOL'] as const satisfies AwsAuthenticationType[];

/** AWS's shapes, each with the account and region it came from. */
export type Fleet = Scoped<AwsFleet, 'Arn' | 'Name'>;
export type Stack = Scoped<AwsStack, 'Name'>;
export type AppStreamSession = Scoped<AwsSession, 'Id' | 'StackName' | 'FleetName' | 'UserId'>;

/** What DescribeSessions can be asked for, by AWS's names. */
export interface SessionsQuery {
  readonly StackName: string;
  readonly FleetName: string;
  /** Needs `AuthenticationType` (API reference of DescribeSessions). */
  readonly UserId?: string | undefined;
  /** Without it AWS lists users of streaming URLs (`API`) only, says its documentation. */
  readonly AuthenticationType?: AwsAuthenticationType | undefined;
  readonly InstanceId?: string | undefined;
}

/** AppStream has no look-up by session id: these are what a session can be found again by. */
export interface AppStreamSessionKey {
  readonly stackName: string;
  readonly fleetName: string;
  readonly authenticationType: AwsAuthenticationType | null;
  readonly userId: string;
  readonly sessionId: string;
}
