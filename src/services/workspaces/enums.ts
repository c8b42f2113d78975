/** Enum values of this SDK version, of which the schema's enums are built. */
export { ApplicationSettingsStatusEnum, PoolsRunningMode, WorkspacesPoolState } from '@aws-sdk/client-workspaces';
