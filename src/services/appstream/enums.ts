/** The values that this build of the SDK knows. The schema's enums are made of them. */
export {
  AuthenticationType,
  FleetState,
  FleetType,
  InstanceDrainStatus,
  PlatformType,
  SessionConnectionState,
  SessionState,
  StreamView,
} from '@aws-sdk/client-appstream';
