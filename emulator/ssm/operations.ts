import type { Operations } from '../operation.ts';
import { describeInstanceInformation } from './describe-instance-information.ts';
import { describeSessions } from './describe-sessions.ts';
import { terminateSession } from './terminate-session.ts';

/** Systems Manager: `X-Amz-Target: AmazonSSM.<name>`. */
export const ssmOperations: Operations = {
  DescribeSessions: describeSessions,
  TerminateSession: terminateSession,
  DescribeInstanceInformation: describeInstanceInformation,
};
