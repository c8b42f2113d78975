import { requestCalls } from '../../src/aws/request-calls.ts';
import type { ServiceContext } from '../../src/services/aws-service.ts';

/** Creates the context of a service whose operations the test defines, in one location and with a request of its own. */
export function serviceContext<Api>(api: object): ServiceContext<Api> {
  return {
    api: api as Api,
    location: { accountId: '123456789012', region: 'eu-west-1' },
    request: requestCalls(10_000),
    options: {},
  };
}
