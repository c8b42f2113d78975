import type { Listings } from '../../aws/http/conform-answer.ts';

/** Lists of AppStream, with the members that identify a resource or are non-null in the schema. */
export const LISTINGS: Listings = {
  DescribeFleets: { list: 'Fleets', required: ['Name', 'Arn'] },
  DescribeStacks: { list: 'Stacks', required: ['Name'] },
  DescribeSessions: {
    list: 'Sessions',
    required: ['Id', 'StackName', 'FleetName', 'UserId'],
    given: ['StackName', 'FleetName'],
  },
};
