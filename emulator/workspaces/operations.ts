import type { Operations } from '../operation.ts';
import { describeWorkspaces } from './describe-workspaces.ts';
import { describeWorkspacesConnectionStatus } from './describe-workspaces-connection-status.ts';
import { describeWorkspacesPoolSessions } from './describe-workspaces-pool-sessions.ts';
import { describeWorkspacesPools } from './describe-workspaces-pools.ts';
import { startWorkspacesPool } from './start-workspaces-pool.ts';
import { stopWorkspacesPool } from './stop-workspaces-pool.ts';
import { terminateWorkspacesPoolSession } from './terminate-workspaces-pool-session.ts';

/** WorkSpaces, personal and pools: `X-Amz-Target: WorkspacesService.<name>`. */
export const workspacesOperations: Operations = {
  DescribeWorkspaces: describeWorkspaces,
  DescribeWorkspacesConnectionStatus: describeWorkspacesConnectionStatus,
  DescribeWorkspacesPools: describeWorkspacesPools,
  DescribeWorkspacesPoolSessions: describeWorkspacesPoolSessions,
  TerminateWorkspacesPoolSession: terminateWorkspacesPoolSession,
  StartWorkspacesPool: startWorkspacesPool,
  StopWorkspacesPool: stopWorkspacesPool,
};
