import type { WorkspacesPool, WorkspacesPoolSession } from '@aws-sdk/client-workspaces';
import type { Located } from '../../aws/location.ts';

export type {
  ApplicationSettingsResponse,
  CapacityStatus,
  TimeoutSettings,
  WorkspacesPoolError,
} from '@aws-sdk/client-workspaces';

/** AWS's shapes, each with the account and region it came from. */
export type Pool = Located<WorkspacesPool, 'PoolId'>;
export type PoolSession = Located<WorkspacesPoolSession, 'SessionId' | 'PoolId' | 'UserId'>;

/** What DescribeWorkspacesPoolSessions can be asked for, by AWS's names. */
export interface PoolSessionsQuery {
  readonly PoolId: string;
  readonly UserId?: string | undefined;
}

/** WorkSpaces has no look-up by session id: these are what a session can be found again by. */
export interface PoolSessionKey {
  readonly poolId: string;
  readonly userId: string;
  readonly sessionId: string;
}
