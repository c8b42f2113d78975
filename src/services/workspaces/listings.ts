import type { Listings } from '../../aws/http/conform-answer.ts';

/** What WorkSpaces' resources are known by, and what the schema says is always there. */
export const LISTINGS: Listings = {
  DescribeWorkspacesPools: { list: 'WorkspacesPools', required: ['PoolId'] },
  DescribeWorkspacesPoolSessions: {
    list: 'Sessions',
    required: ['SessionId', 'PoolId', 'UserId'],
    given: ['PoolId'],
  },
};
