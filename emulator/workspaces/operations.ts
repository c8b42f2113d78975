import type { Operations } from '../operation.ts';
import { describeWorkspacesPoolSessions } from './describe-workspaces-pool-sessions.ts';
import { describeWorkspacesPools } from './describe-workspaces-pools.ts';
import { startWorkspacesPool } from './start-workspaces-pool.ts';
import { stopWorkspacesPool } from './stop-workspaces-pool.ts';
import { terminateWorkspacesPoolSession } from './terminate-workspaces-pool-session.ts';

/** WorkSpaces Pools: `X-Amz-Target: WorkspacesService.<name>`. */
export const workspacesOperations: Operations = {
  DescribeWorkspacesPools: describeWorkspacesPools,
  DescribeWorkspacesPoolSessions: describeWorkspacesPoolSessions,
  TerminateWorkspacesPoolSession: terminateWorkspacesPoolSession,
  StartWorkspacesPool: startWorkspacesPool,
  StopWorkspacesPool: stopWorkspacesPool,
};
