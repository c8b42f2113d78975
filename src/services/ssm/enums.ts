/** Enum values of this SDK version, of which the schema's enums are built. */
export {
  AccessType,
  PingStatus,
  PlatformType,
  ResourceType,
  SessionFilterKey,
  SessionState,
  SourceType,
} from '@aws-sdk/client-ssm';
