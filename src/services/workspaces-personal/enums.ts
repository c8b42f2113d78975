/** Unions of the enum values of this SDK version, of which the schema's enums are built: types only, so that the SDK is not loaded. */
export type {
  AGAModeForWorkSpaceEnum,
  AGAPreferredProtocolForWorkSpace,
  ConnectionState,
  DataReplication,
  ModificationResourceEnum,
  ModificationStateEnum,
  OperatingSystemName,
  Protocol,
  RunningMode,
  StandbyWorkspaceRelationshipType,
  WorkspaceState,
} from '@aws-sdk/client-workspaces';
