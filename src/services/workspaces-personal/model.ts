import type { WorkspaceConnectionStatus as AwsConnection, Workspace as AwsWorkspace } from '@aws-sdk/client-workspaces';
import type { Located } from '../../aws/location.ts';

export type {
  DataReplicationSettings,
  GlobalAcceleratorForWorkSpace,
  ModificationState,
  RelatedWorkspaceProperties,
  StandbyWorkspacesProperties,
  WorkspaceProperties,
} from '@aws-sdk/client-workspaces';

/** AWS shapes with the account and region they were read from. */
export type Workspace = Located<AwsWorkspace, 'WorkspaceId'>;
export type WorkspaceConnectionStatus = Located<AwsConnection, 'WorkspaceId'>;

/** WorkSpace whose user is connected: the members of both shapes, which differ in name. */
export type WorkspaceSession = Workspace & WorkspaceConnectionStatus;

/** Conditions on WorkSpaces, all of which must hold. An absent one does not apply. */
export interface WorkspacesQuery {
  readonly workspaceIds?: readonly string[] | null | undefined;
  readonly directoryId?: string | null | undefined;
  readonly userName?: string | null | undefined;
}

/** Connection states of this SDK version in which no user is connected. AWS's `UNKNOWN` is that of a stopped WorkSpace. */
const NOT_CONNECTED: ReadonlySet<string | undefined> = new Set([undefined, 'DISCONNECTED', 'UNKNOWN']);

/** True if a WorkSpace counts as a session: its user is connected, or in a state that AWS added after this build. */
export function isSession({ ConnectionState }: AwsConnection): boolean {
  return !NOT_CONNECTED.has(ConnectionState);
}
