/** Unions of the enum values of this SDK version, of which the schema's enums are built: types only, so that the SDK is not loaded. */
export type {
  AccessType,
  PingStatus,
  PlatformType,
  ResourceType,
  SessionFilterKey,
  SessionState,
  SourceType,
} from '@aws-sdk/client-ssm';
