import {
  DescribeWorkspacesPoolSessionsCommand,
  DescribeWorkspacesPoolsCommand,
  StartWorkspacesPoolCommand,
  StopWorkspacesPoolCommand,
  TerminateWorkspacesPoolSessionCommand,
  WorkSpacesClient,
  type WorkSpacesClientConfig,
} from '@aws-sdk/client-workspaces';
import type { AwsClient } from '../../aws/client.ts';
import { conformAnswers } from '../../aws/http/conform-answer.ts';
import type { Log } from '../../log/log.ts';
import { commands } from '../commands.ts';
import { LISTINGS } from './listings.ts';

/** Operations of WorkSpaces, one AWS call each. */
export type WorkspacesApi = ReturnType<typeof workspacesApi>;

/** Creates the SDK client. @param log logs resources that are dropped from AWS's responses */
export function workspacesClient(config: WorkSpacesClientConfig, log?: Log): WorkSpacesClient {
  const client = new WorkSpacesClient(config);
  client.middlewareStack.add(conformAnswers('workspaces', LISTINGS, log), {
    step: 'initialize',
    name: 'conformAnswers',
  });
  return client;
}

export function workspacesApi(client: WorkSpacesClient, aws: AwsClient) {
  const { read, write } = commands(client, aws);
  return {
    describeWorkspacesPools: read(DescribeWorkspacesPoolsCommand, {
      kind: 'pools',
      isList: ({ PoolIds }) => !PoolIds,
      isTransitional: ({ WorkspacesPools = [] }) => WorkspacesPools.some(({ State }) => isTransitional(State)),
    }),
    describeWorkspacesPoolSessions: read(DescribeWorkspacesPoolSessionsCommand, { kind: 'sessions' }),
    startWorkspacesPool: write(StartWorkspacesPoolCommand, { changes: ['pools'], isIdempotent: false }),
    stopWorkspacesPool: write(StopWorkspacesPoolCommand, { changes: ['pools', 'sessions'], isIdempotent: false }),
    terminateWorkspacesPoolSession: write(TerminateWorkspacesPoolSessionCommand, {
      changes: ['sessions', 'pools'],
      isIdempotent: true,
    }),
    refresh: aws.refresh,
    missing: aws.missing,
  };
}

/** True if a pool changes its state by itself. Unknown states count as transitional. */
function isTransitional(state: string | undefined): boolean {
  return state !== undefined && state !== 'RUNNING' && state !== 'STOPPED';
}
