/** The values that this build of the SDK knows. The schema's enums are made of them. */
export { ApplicationSettingsStatusEnum, PoolsRunningMode, WorkspacesPoolState } from '@aws-sdk/client-workspaces';
