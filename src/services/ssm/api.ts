import {
  DescribeInstanceInformationCommand,
  type DescribeInstanceInformationCommandInput,
  type DescribeInstanceInformationCommandOutput,
  DescribeSessionsCommand,
  type DescribeSessionsCommandInput,
  type DescribeSessionsCommandOutput,
  SSMClient,
  type SSMClientConfig,
  TerminateSessionCommand,
  type TerminateSessionCommandInput,
  type TerminateSessionCommandOutput,
} from '@aws-sdk/client-ssm';
import type { AwsClient } from '../../aws/client.ts';
import { conformAnswers } from '../../aws/conform-answer.ts';
import type { Log } from '../../log.ts';
import { LISTINGS } from './listings.ts';

/** The commands of Systems Manager that the gateway uses, each one AWS call. */
export interface SsmApi {
  describeSessions(input: DescribeSessionsCommandInput, resumes?: boolean): Promise<DescribeSessionsCommandOutput>;
  describeInstanceInformation(
    input: DescribeInstanceInformationCommandInput,
    resumes?: boolean,
  ): Promise<DescribeInstanceInformationCommandOutput>;
  terminateSession(input: TerminateSessionCommandInput, onSend?: () => void): Promise<TerminateSessionCommandOutput>;
  refresh: AwsClient['refresh'];
}

/** What is left out of AWS's answers is logged. */
export function ssmClient(config: SSMClientConfig, log?: Log): SSMClient {
  const client = new SSMClient(config);
  client.middlewareStack.add(conformAnswers('ssm', LISTINGS, log), { step: 'initialize', name: 'conformAnswers' });
  return client;
}

export function ssmApi(client: SSMClient, { read, write, refresh }: AwsClient): SsmApi {
  return {
    describeSessions: (input, resumes) =>
      read({ operation: 'DescribeSessions', input, resumes, kind: 'sessions', isList: true }, (abortSignal) =>
        client.send(new DescribeSessionsCommand(input), { abortSignal }),
      ),
    describeInstanceInformation: (input, resumes) =>
      read(
        { operation: 'DescribeInstanceInformation', input, resumes, kind: 'nodes', isList: !input.Filters },
        (abortSignal) => client.send(new DescribeInstanceInformationCommand(input), { abortSignal }),
      ),
    terminateSession: (input, onSend) =>
      write(
        { operation: 'TerminateSession', input, changes: ['sessions'], isIdempotent: true, onSend },
        (abortSignal) => client.send(new TerminateSessionCommand(input), { abortSignal }),
      ),
    refresh,
  };
}
