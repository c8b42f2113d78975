import type {
  AuthenticationType as AwsAuthenticationType,
  Fleet as AwsFleet,
  Session as AwsSession,
  Stack as AwsStack,
  CreateFleetRequest,
  UpdateFleetRequest,
} from '@aws-sdk/client-appstream';
import type { Located } from '../../aws/location.ts';

export type {
  AccessEndpoint,
  AgentAccessConfig,
  AgentAccessSetting,
  ApplicationSettingsResponse,
  AuthenticationType as AwsAuthenticationType,
  ComputeCapacityStatus,
  ContentRedirection,
  DomainJoinInfo,
  FleetAttribute,
  FleetError,
  FleetState,
  FleetType,
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

/** Authentication types of users, in the order in which their sessions are listed. */
export const AUTHENTICATION_TYPES = ['API', 'AWS_AD', 'SAML', 'USERPOOL'] as const satisfies AwsAuthenticationType[];

/** True if this build knows an authentication type. */
export function isKnownType(type: string | null | undefined): type is AwsAuthenticationType {
  return (AUTHENTICATION_TYPES as readonly unknown[]).includes(type);
}

/** AWS shapes with the account and region they were read from. */
export type Fleet = Located<AwsFleet, 'Arn' | 'Name'>;
export type Stack = Located<AwsStack, 'Name'>;
export type AppStreamSession = Located<AwsSession, 'Id' | 'StackName' | 'FleetName' | 'UserId'>;

/** Input of CreateFleet, with tags as a list. */
export type NewFleet = Omit<CreateFleetRequest, 'Name' | 'InstanceType' | 'Tags'> & {
  readonly Name: string;
  readonly InstanceType: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined;
};

/** Input of UpdateFleet. The name is required here, though not in the service model. */
export type FleetChange = Omit<UpdateFleetRequest, 'Name'> & { readonly Name: string };

/** Members of both inputs, as validation rules read them. */
export type FleetRequest = Partial<NewFleet> & Partial<FleetChange>;

/** Conditions of DescribeSessions, in AWS's names. */
export interface SessionsQuery {
  readonly StackName: string;
  readonly FleetName: string;
  /** Needs `AuthenticationType` (API reference of DescribeSessions). */
  readonly UserId?: string | undefined;
  /** Without it AWS lists users of streaming URLs (`API`) only, by its documentation. */
  readonly AuthenticationType?: AwsAuthenticationType | undefined;
  readonly InstanceId?: string | undefined;
}

/** Key of a session: AppStream has no look-up by session id, so this has what finds it in a list. */
export interface AppStreamSessionKey {
  readonly stackName: string;
  readonly fleetName: string;
  readonly authenticationType: AwsAuthenticationType | null;
  readonly userId: string;
  readonly sessionId: string;
}
