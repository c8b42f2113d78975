/** The values that this build of the SDK knows. The schema's enums are made of them. */
export {
  AccessType,
  PingStatus,
  PlatformType,
  ResourceType,
  SessionFilterKey,
  SessionState,
  SourceType,
} from '@aws-sdk/client-ssm';
