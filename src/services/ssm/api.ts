import {
  DescribeInstanceInformationCommand,
  DescribeSessionsCommand,
  SSMClient,
  type SSMClientConfig,
  TerminateSessionCommand,
} from '@aws-sdk/client-ssm';
import type { AwsClient } from '../../aws/client.ts';
import type { ServiceContext } from '../aws-service.ts';
import { commands } from '../commands.ts';

/** Operations of Systems Manager, one AWS call each. */
export type SsmApi = ReturnType<typeof ssmApi>;

/** Systems Manager of one location, for one request. */
export type SsmContext = ServiceContext<SsmApi>;

export function ssmClient(config: SSMClientConfig): SSMClient {
  return new SSMClient(config);
}

export function ssmApi(client: SSMClient, aws: AwsClient) {
  const { read, write } = commands(client, aws);
  return {
    describeSessions: read(DescribeSessionsCommand, { kind: 'sessions' }),
    describeInstanceInformation: read(DescribeInstanceInformationCommand, {
      kind: 'nodes',
      isList: ({ Filters }) => !Filters,
    }),
    terminateSession: write(TerminateSessionCommand, { changes: ['sessions'], isIdempotent: true }), // F-16
    refresh: aws.refresh,
    missing: aws.missing,
  };
}
