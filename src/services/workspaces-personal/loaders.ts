import type { AwsLocation } from '../../aws/location.ts';
import type { RequestCalls } from '../../aws/request-calls.ts';
import { KeyedLoader } from '../keyed-loader.ts';
import type { PersonalWorkspacesApi } from './api.ts';
import type { Workspace, WorkspaceConnectionStatus } from './model.ts';
import { connectionsSource, WORKSPACES_PER_CALL, workspacesSource } from './sources.ts';

/** Creates a loader of WorkSpaces by id; null for an id that AWS does not describe. */
export function workspaceById(
  api: PersonalWorkspacesApi,
  location: AwsLocation,
  request: RequestCalls,
): KeyedLoader<Workspace> {
  return new KeyedLoader('workspaceById', request, {
    keysPerCall: WORKSPACES_PER_CALL,
    list: (workspaceIds) => workspacesSource(api, location, { workspaceIds }),
    keyOf: ({ WorkspaceId }) => WorkspaceId,
    missing: () => api.missing('workspaces'),
  });
}

/** Creates a loader of connection statuses by the id of their WorkSpace; null where AWS has none. */
export function connectionByWorkspaceId(
  api: PersonalWorkspacesApi,
  location: AwsLocation,
  request: RequestCalls,
): KeyedLoader<WorkspaceConnectionStatus> {
  return new KeyedLoader('connectionByWorkspaceId', request, {
    keysPerCall: WORKSPACES_PER_CALL,
    list: (workspaceIds) => connectionsSource(api, location, workspaceIds),
    keyOf: ({ WorkspaceId }) => WorkspaceId,
    missing: () => api.missing('sessions'),
  });
}
