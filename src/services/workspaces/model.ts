import type { WorkspacesPool, WorkspacesPoolSession } from '@aws-sdk/client-workspaces';
import type { Scope } from '../../aws/scope.ts';

/** AWS's shapes, each with the account and region it came from. */
export type Pool = WorkspacesPool & { readonly scope: Scope };
export type PoolSession = WorkspacesPoolSession & { readonly scope: Scope };

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
