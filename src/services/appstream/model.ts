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

/** Every way a user can come to a stack, in the order their sessions are listed. */
export const AUTHENTICATION_TYPES = ['API', 'AWS_AD', 'SAML', 'USERPOOL'] as const satisfies AwsAuthenticationType[];

/** Whether this build knows an authentication type; AWS may have added others since. */
export function isKnownType(type: string | null | undefined): type is AwsAuthenticationType {
  return (AUTHENTICATION_TYPES as readonly unknown[]).includes(type);
}

/** AWS's shapes, each with the account and region it came from. */
export type Fleet = Located<AwsFleet, 'Arn' | 'Name'>;
export type Stack = Located<AwsStack, 'Name'>;
export type AppStreamSession = Located<AwsSession, 'Id' | 'StackName' | 'FleetName' | 'UserId'>;

/** What CreateFleet takes, with its tags as the list that they were given as. */
export type NewFleet = Omit<CreateFleetRequest, 'Name' | 'InstanceType' | 'Tags'> & {
  readonly Name: string;
  readonly InstanceType: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined;
};

/** What UpdateFleet takes. Its model does not require the name; there is nothing to change without it. */
export type FleetChange = Omit<UpdateFleetRequest, 'Name'> & { readonly Name: string };

/** What the rules for both look at. */
export type FleetRequest = Partial<NewFleet> & Partial<FleetChange>;

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
