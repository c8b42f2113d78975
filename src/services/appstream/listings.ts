import type { Listings } from '../../aws/http/conform-answer.ts';

/** What AppStream's resources are known by, and what the schema says is always there. */
export const LISTINGS: Listings = {
  DescribeFleets: { list: 'Fleets', required: ['Name', 'Arn'] },
  DescribeStacks: { list: 'Stacks', required: ['Name'] },
  DescribeSessions: {
    list: 'Sessions',
    required: ['Id', 'StackName', 'FleetName', 'UserId'],
    given: ['StackName', 'FleetName'],
  },
};
