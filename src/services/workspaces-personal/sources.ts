import type { AwsLocation } from '../../aws/location.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { type ListKind, toLocatedPage } from '../read-list.ts';
import type { PersonalWorkspacesApi } from './api.ts';
import type { Workspace, WorkspaceConnectionStatus, WorkspacesQuery } from './model.ts';

const WORKSPACES: ListKind<Workspace> = {
  service: 'workspaces',
  operation: 'DescribeWorkspaces',
  keyOf: ({ WorkspaceId }) => WorkspaceId,
};
export const CONNECTIONS: ListKind<WorkspaceConnectionStatus> = {
  service: 'workspaces',
  operation: 'DescribeWorkspacesConnectionStatus',
  keyOf: ({ WorkspaceId }) => WorkspaceId,
};

/** Page size of DescribeWorkspaces, and maximum number of ids in a call of either operation (service model, 2026-08). */
export const WORKSPACES_PER_CALL = 25; // F-35, F-36

/** Lists WorkSpaces: all, those of at most 25 ids, or those of a directory or of one of its users. AWS combines no others. */
export function workspacesSource(
  api: PersonalWorkspacesApi,
  location: AwsLocation,
  query: WorkspacesQuery = {},
): PageSource<Workspace> {
  const WorkspaceIds = query.workspaceIds ? [...query.workspaceIds] : undefined;
  const DirectoryId = query.directoryId ?? undefined;
  const UserName = query.userName ?? undefined;
  return {
    id: workspacesId(location, query),
    async listPage(token, resumes) {
      const { Workspaces, NextToken } = await api.describeWorkspaces(
        { WorkspaceIds, DirectoryId, UserName, Limit: WORKSPACES_PER_CALL, NextToken: token ?? undefined },
        resumes,
      );
      return toLocatedPage(Workspaces, NextToken, location, WORKSPACES);
    },
  };
}

/** Lists connection statuses: of all WorkSpaces of a location, or of at most 25 ids. AWS sizes the pages. */
export function connectionsSource(
  api: PersonalWorkspacesApi,
  location: AwsLocation,
  workspaceIds?: readonly string[],
): PageSource<WorkspaceConnectionStatus> {
  const WorkspaceIds = workspaceIds && [...workspaceIds];
  return {
    id: sourceId('connections', location, workspaceIds),
    async listPage(token, resumes) {
      const { WorkspacesConnectionStatus, NextToken } = await api.describeWorkspacesConnectionStatus(
        { WorkspaceIds, NextToken: token ?? undefined },
        resumes,
      );
      return toLocatedPage(WorkspacesConnectionStatus, NextToken, location, CONNECTIONS);
    },
  };
}

/** Returns the id of a list of WorkSpaces: its name and conditions. */
export function workspacesId(location: AwsLocation, { workspaceIds, directoryId, userName }: WorkspacesQuery): string {
  return sourceId('workspaces', location, workspaceIds, directoryId, userName);
}

/** Returns the id of a list: its name, location and arguments. An absent argument is null. */
export function sourceId(list: string, location: AwsLocation, ...args: readonly unknown[]): string {
  return JSON.stringify([
    'workspaces-personal',
    list,
    location.accountId,
    location.region,
    ...args.map((arg) => arg ?? null),
  ]);
}
