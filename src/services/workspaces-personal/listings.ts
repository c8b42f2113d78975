import type { Listings } from '../../aws/http/conform-answer.ts';

/** Lists of personal WorkSpaces, with the member that identifies a resource. */
export const LISTINGS: Listings = {
  DescribeWorkspaces: { list: 'Workspaces', required: ['WorkspaceId'] },
  DescribeWorkspacesConnectionStatus: { list: 'WorkspacesConnectionStatus', required: ['WorkspaceId'] },
};
