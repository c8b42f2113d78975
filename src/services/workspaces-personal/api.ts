import {
  DescribeWorkspacesCommand,
  DescribeWorkspacesConnectionStatusCommand,
  WorkSpacesClient,
  type WorkSpacesClientConfig,
} from '@aws-sdk/client-workspaces';
import type { AwsClient } from '../../aws/client.ts';
import type { ServiceContext } from '../aws-service.ts';
import { commands } from '../commands.ts';

/** Operations of personal WorkSpaces, one AWS call each. */
export type PersonalWorkspacesApi = ReturnType<typeof personalWorkspacesApi>;

/** Personal WorkSpaces of one location, for one request. */
export type PersonalContext = ServiceContext<PersonalWorkspacesApi>;

export function personalWorkspacesClient(config: WorkSpacesClientConfig): WorkSpacesClient {
  return new WorkSpacesClient(config);
}

export function personalWorkspacesApi(client: WorkSpacesClient, aws: AwsClient) {
  const { read } = commands(client, aws);
  return {
    describeWorkspaces: read(DescribeWorkspacesCommand, {
      kind: 'workspaces',
      isList: ({ WorkspaceIds }) => !WorkspaceIds,
      isTransitional: ({ Workspaces = [] }) => Workspaces.some(({ State }) => isTransitional(State)),
    }),
    describeWorkspacesConnectionStatus: read(DescribeWorkspacesConnectionStatusCommand, {
      kind: 'sessions',
      isList: ({ WorkspaceIds }) => !WorkspaceIds,
    }),
    missing: aws.missing,
  };
}

/** States that a WorkSpace keeps until somebody changes it. */
const STEADY: ReadonlySet<string | undefined> = new Set([
  undefined,
  'ADMIN_MAINTENANCE',
  'AVAILABLE',
  'ERROR',
  'IMPAIRED',
  'STOPPED',
  'SUSPENDED',
  'TERMINATED',
  'UNHEALTHY',
]);

/** True if a WorkSpace changes its state by itself. States that AWS added after this build count as transitional. */
function isTransitional(state: string | undefined): boolean {
  return !STEADY.has(state);
}
