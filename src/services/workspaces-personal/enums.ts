/** Enum values of this SDK version, of which the schema's enums are built. */
export {
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
