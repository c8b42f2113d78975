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
import type { ServiceContext } from '../aws-service.ts';
import { commands } from '../commands.ts';
import { isTransitional } from '../is-transitional.ts';

/** Operations of WorkSpaces, one AWS call each. */
export type WorkspacesApi = ReturnType<typeof workspacesApi>;

/** WorkSpaces of one location, for one request. */
export type WorkspacesContext = ServiceContext<WorkspacesApi>;

export function workspacesClient(config: WorkSpacesClientConfig): WorkSpacesClient {
  return new WorkSpacesClient(config);
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
