import type { AwsLocation } from '../../aws/location.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { type ListOperation, listing, sourceId } from '../listing.ts';
import type { PersonalContext } from './api.ts';
import type { Workspace, WorkspaceConnectionStatus, WorkspacesQuery } from './model.ts';

const WORKSPACES: ListOperation<Workspace, 'Workspaces'> = {
  service: 'workspaces',
  operation: 'DescribeWorkspaces',
  member: 'Workspaces',
  keyOf: ({ WorkspaceId }) => WorkspaceId,
};
const CONNECTIONS: ListOperation<WorkspaceConnectionStatus, 'WorkspacesConnectionStatus'> = {
  service: 'workspaces',
  operation: 'DescribeWorkspacesConnectionStatus',
  member: 'WorkspacesConnectionStatus',
  keyOf: ({ WorkspaceId }) => WorkspaceId,
};

/** Page size of DescribeWorkspaces, and maximum number of ids in a call of either operation (service model, 2026-08). */
export const WORKSPACES_PER_CALL = 25; // F-35, F-36

/** Lists WorkSpaces: all, those of at most 25 ids, or those of a directory or of one of its users. AWS combines no others. */
export function workspacesSource(
  { api, location }: PersonalContext,
  query: WorkspacesQuery = {},
): PageSource<Workspace> {
  const WorkspaceIds = query.workspaceIds ? [...query.workspaceIds] : undefined;
  const DirectoryId = query.directoryId ?? undefined;
  const UserName = query.userName ?? undefined;
  return listing(api.describeWorkspaces, WORKSPACES, location, {
    id: workspacesId(location, query),
    input: { WorkspaceIds, DirectoryId, UserName, Limit: WORKSPACES_PER_CALL },
  });
}

/** Lists connection statuses: of all WorkSpaces of a location, or of at most 25 ids. AWS sizes the pages. */
export function connectionsSource(
  { api, location }: PersonalContext,
  workspaceIds?: readonly string[],
): PageSource<WorkspaceConnectionStatus> {
  return listing(api.describeWorkspacesConnectionStatus, CONNECTIONS, location, {
    id: sourceId('workspaces', 'connection-status', location, workspaceIds),
    input: { WorkspaceIds: workspaceIds && [...workspaceIds] },
  });
}

/** Returns the id of a list of WorkSpaces: its name and conditions. */
export function workspacesId(location: AwsLocation, { workspaceIds, directoryId, userName }: WorkspacesQuery): string {
  return sourceId('workspaces', 'workspaces', location, workspaceIds, directoryId, userName);
}
