import {
  DescribeWorkspacesPoolSessionsCommand,
  type DescribeWorkspacesPoolSessionsCommandInput,
  type DescribeWorkspacesPoolSessionsCommandOutput,
  DescribeWorkspacesPoolsCommand,
  type DescribeWorkspacesPoolsCommandInput,
  type DescribeWorkspacesPoolsCommandOutput,
  WorkSpacesClient,
  type WorkSpacesClientConfig,
} from '@aws-sdk/client-workspaces';
import type { Passage } from '../../aws/call.ts';

/** The commands of WorkSpaces that the gateway uses, each one AWS call. */
export interface WorkspacesApi {
  describeWorkspacesPools(input: DescribeWorkspacesPoolsCommandInput): Promise<DescribeWorkspacesPoolsCommandOutput>;
  describeWorkspacesPoolSessions(
    input: DescribeWorkspacesPoolSessionsCommandInput,
  ): Promise<DescribeWorkspacesPoolSessionsCommandOutput>;
}

export function workspacesClient(config: WorkSpacesClientConfig): WorkSpacesClient {
  return new WorkSpacesClient(config);
}

export function workspacesApi(client: WorkSpacesClient, { read }: Passage): WorkspacesApi {
  return {
    describeWorkspacesPools: (input) =>
      read({ operation: 'DescribeWorkspacesPools', input, kind: 'pools', isList: !input.PoolIds }, (abortSignal) =>
        client.send(new DescribeWorkspacesPoolsCommand(input), { abortSignal }),
      ),
    describeWorkspacesPoolSessions: (input) =>
      read({ operation: 'DescribeWorkspacesPoolSessions', input, kind: 'sessions', isList: true }, (abortSignal) =>
        client.send(new DescribeWorkspacesPoolSessionsCommand(input), { abortSignal }),
      ),
  };
}
