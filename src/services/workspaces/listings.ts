import type { Listings } from '../../aws/http/conform-answer.ts';

/** Lists of WorkSpaces, with the members that identify a resource or are non-null in the schema. */
export const LISTINGS: Listings = {
  DescribeWorkspacesPools: { list: 'WorkspacesPools', required: ['PoolId'] },
  DescribeWorkspacesPoolSessions: {
    list: 'Sessions',
    required: ['SessionId', 'PoolId', 'UserId'],
    given: ['PoolId'],
  },
};
