import type { Listings } from '../../aws/http/conform-answer.ts';

/** What resources of Systems Manager are known by. */
export const LISTINGS: Listings = {
  DescribeSessions: { list: 'Sessions', required: ['SessionId'] },
  DescribeInstanceInformation: { list: 'InstanceInformationList', required: ['InstanceId'] },
};
