import {
  DescribeInstanceInformationCommand,
  DescribeSessionsCommand,
  SSMClient,
  type SSMClientConfig,
  TerminateSessionCommand,
} from '@aws-sdk/client-ssm';
import type { AwsClient } from '../../aws/client.ts';
import { conformAnswers } from '../../aws/http/conform-answer.ts';
import type { Log } from '../../log/log.ts';
import { commands } from '../commands.ts';
import { LISTINGS } from './listings.ts';

/** Operations of Systems Manager, one AWS call each. */
export type SsmApi = ReturnType<typeof ssmApi>;

/** Creates the SDK client. @param log logs resources that are dropped from AWS's responses */
export function ssmClient(config: SSMClientConfig, log?: Log): SSMClient {
  const client = new SSMClient(config);
  client.middlewareStack.add(conformAnswers('ssm', LISTINGS, log), { step: 'initialize', name: 'conformAnswers' });
  return client;
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
