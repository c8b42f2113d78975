import { KeyedLoader } from '../keyed-loader.ts';
import type { PersonalContext } from './api.ts';
import type { Workspace, WorkspaceConnectionStatus } from './model.ts';
import { connectionsSource, WORKSPACES_PER_CALL, workspacesSource } from './sources.ts';

/** Creates a loader of WorkSpaces by id; null for an id that AWS does not describe. */
export function workspaceById(context: PersonalContext): KeyedLoader<Workspace> {
  return new KeyedLoader('workspaceById', context.request, {
    keysPerCall: WORKSPACES_PER_CALL,
    list: (workspaceIds) => workspacesSource(context, { workspaceIds }),
    keyOf: ({ WorkspaceId }) => WorkspaceId,
    missing: () => context.api.missing('workspaces'),
  });
}

/** Creates a loader of connection statuses by the id of their WorkSpace; null where AWS has none. */
export function connectionByWorkspaceId(context: PersonalContext): KeyedLoader<WorkspaceConnectionStatus> {
  return new KeyedLoader('connectionByWorkspaceId', context.request, {
    keysPerCall: WORKSPACES_PER_CALL,
    list: (workspaceIds) => connectionsSource(context, workspaceIds),
    keyOf: ({ WorkspaceId }) => WorkspaceId,
    missing: () => context.api.missing('sessions'),
  });
}
