import type { WorkspacesPool, WorkspacesPoolSession } from '@aws-sdk/client-workspaces';
import type { Located } from '../../aws/location.ts';

export type {
  ApplicationSettingsResponse,
  CapacityStatus,
  TimeoutSettings,
  WorkspacesPoolError,
} from '@aws-sdk/client-workspaces';

/** AWS shapes with the account and region they were read from. */
export type Pool = Located<WorkspacesPool, 'PoolId'>;
export type PoolSession = Located<WorkspacesPoolSession, 'SessionId' | 'PoolId' | 'UserId'>;

/** Conditions of DescribeWorkspacesPoolSessions, in AWS's names. */
export interface PoolSessionsQuery {
  readonly PoolId: string;
  readonly UserId?: string | undefined;
}

/** Key of a session: WorkSpaces has no look-up by session id, so this has what finds it in a list. */
export interface PoolSessionKey {
  readonly poolId: string;
  readonly userId: string;
  readonly sessionId: string;
}
