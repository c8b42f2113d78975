import type { Listings } from '../../aws/http/conform-answer.ts';

/** Lists of Systems Manager, with the members that identify a resource. */
export const LISTINGS: Listings = {
  DescribeSessions: { list: 'Sessions', required: ['SessionId'] },
  DescribeInstanceInformation: { list: 'InstanceInformationList', required: ['InstanceId'] },
};
