import {
  DescribeWorkspacesPoolSessionsCommand,
  type DescribeWorkspacesPoolSessionsCommandInput,
  type DescribeWorkspacesPoolSessionsCommandOutput,
  DescribeWorkspacesPoolsCommand,
  type DescribeWorkspacesPoolsCommandInput,
  type DescribeWorkspacesPoolsCommandOutput,
  StartWorkspacesPoolCommand,
  type StartWorkspacesPoolCommandInput,
  type StartWorkspacesPoolCommandOutput,
  StopWorkspacesPoolCommand,
  type StopWorkspacesPoolCommandInput,
  type StopWorkspacesPoolCommandOutput,
  TerminateWorkspacesPoolSessionCommand,
  type TerminateWorkspacesPoolSessionCommandInput,
  type TerminateWorkspacesPoolSessionCommandOutput,
  WorkSpacesClient,
  type WorkSpacesClientConfig,
} from '@aws-sdk/client-workspaces';
import type { AwsClient } from '../../aws/client.ts';
import { conformAnswers } from '../../aws/conform-answer.ts';
import type { Log } from '../../log.ts';
import { LISTINGS } from './listings.ts';

/** The commands of WorkSpaces that the gateway uses, each one AWS call. */
export interface WorkspacesApi {
  describeWorkspacesPools(
    input: DescribeWorkspacesPoolsCommandInput,
    resumes?: boolean,
  ): Promise<DescribeWorkspacesPoolsCommandOutput>;
  describeWorkspacesPoolSessions(
    input: DescribeWorkspacesPoolSessionsCommandInput,
    resumes?: boolean,
  ): Promise<DescribeWorkspacesPoolSessionsCommandOutput>;
  startWorkspacesPool(input: StartWorkspacesPoolCommandInput): Promise<StartWorkspacesPoolCommandOutput>;
  stopWorkspacesPool(input: StopWorkspacesPoolCommandInput): Promise<StopWorkspacesPoolCommandOutput>;
  terminateWorkspacesPoolSession(
    input: TerminateWorkspacesPoolSessionCommandInput,
    onSend?: () => void,
  ): Promise<TerminateWorkspacesPoolSessionCommandOutput>;
  refresh: AwsClient['refresh'];
}

/** A state that changes by itself. One that is newer than this build may. */
function isTransitional(state: string | undefined): boolean {
  return state !== undefined && state !== 'RUNNING' && state !== 'STOPPED';
}

/** What is left out of AWS's answers is logged. */
export function workspacesClient(config: WorkSpacesClientConfig, log?: Log): WorkSpacesClient {
  const client = new WorkSpacesClient(config);
  client.middlewareStack.add(conformAnswers('workspaces', LISTINGS, log), {
    step: 'initialize',
    name: 'conformAnswers',
  });
  return client;
}

export function workspacesApi(client: WorkSpacesClient, { read, write, refresh }: AwsClient): WorkspacesApi {
  return {
    describeWorkspacesPools: (input, resumes) =>
      read(
        {
          operation: 'DescribeWorkspacesPools',
          input,
          resumes,
          kind: 'pools',
          isList: !input.PoolIds,
          isTransitional: ({ WorkspacesPools = [] }) => WorkspacesPools.some(({ State }) => isTransitional(State)),
        },
        (abortSignal) => client.send(new DescribeWorkspacesPoolsCommand(input), { abortSignal }),
      ),
    describeWorkspacesPoolSessions: (input, resumes) =>
      read(
        { operation: 'DescribeWorkspacesPoolSessions', input, resumes, kind: 'sessions', isList: true },
        (abortSignal) => client.send(new DescribeWorkspacesPoolSessionsCommand(input), { abortSignal }),
      ),
    startWorkspacesPool: (input) =>
      write({ operation: 'StartWorkspacesPool', input, changes: ['pools'], isIdempotent: false }, (abortSignal) =>
        client.send(new StartWorkspacesPoolCommand(input), { abortSignal }),
      ),
    stopWorkspacesPool: (input) =>
      write(
        { operation: 'StopWorkspacesPool', input, changes: ['pools', 'sessions'], isIdempotent: false },
        (abortSignal) => client.send(new StopWorkspacesPoolCommand(input), { abortSignal }),
      ),
    terminateWorkspacesPoolSession: (input, onSend) =>
      write(
        {
          operation: 'TerminateWorkspacesPoolSession',
          input,
          changes: ['sessions', 'pools'],
          isIdempotent: true,
          onSend,
        },
        (abortSignal) => client.send(new TerminateWorkspacesPoolSessionCommand(input), { abortSignal }),
      ),
    refresh,
  };
}
