import { filterPages, keyedSource } from '../../paging/derived-sources.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { checkInput } from '../check-input.ts';
import { loadEach, priming } from '../load-by-key.ts';
import { keyIn } from '../read-list.ts';
import type { PersonalContext } from './api.ts';
import { connectedWorkspacesSource } from './connected-workspaces.ts';
import { connectionByWorkspaceId, workspaceById } from './loaders.ts';
import {
  isSession,
  type Workspace,
  type WorkspaceConnectionStatus,
  type WorkspaceSession,
  type WorkspacesQuery,
} from './model.ts';
import { DIRECTORY_ID, USER_NAME, WORKSPACE_ID } from './rules.ts';
import { WORKSPACES_PER_CALL, workspacesId, workspacesSource } from './sources.ts';

/** Personal WorkSpaces for one location and one request, as `schema` and `sessions` use them. */
export interface PersonalWorkspaces {
  /**
   * Lists WorkSpaces in AWS's order, or those of given ids in the order of the ids. Ids without a WorkSpace are skipped.
   *
   * @throws GatewayError BAD_USER_INPUT for a directory id or user name that AWS's rules exclude
   */
  workspaces(query: WorkspacesQuery): PageSource<Workspace>;
  workspaceById(workspaceId: string): Promise<Workspace | null>;
  /** Finds the connection status of a WorkSpace; null where AWS has none, for example because it is new. */
  connectionOf(workspace: Pick<Workspace, 'WorkspaceId'>): Promise<WorkspaceConnectionStatus | null>;
  /** Lists the WorkSpaces whose users are connected. */
  sessions(): PageSource<WorkspaceSession>;
  /** Finds a WorkSpace whose user is connected; null for any other. */
  sessionById(workspaceId: string): Promise<WorkspaceSession | null>;
}

export function personalWorkspaces(context: PersonalContext): PersonalWorkspaces {
  const { location } = context;
  const byId = workspaceById(context);
  const connections = connectionByWorkspaceId(context);
  const primed = (source: PageSource<Workspace>) => priming(source, byId, ({ WorkspaceId }) => WorkspaceId);

  /** AWS rejects a call for one invalid id, so those take none: no WorkSpace has them. */
  function workspacesOfIds(query: WorkspacesQuery, ids: readonly string[]): PageSource<Workspace> {
    return keyedSource(
      workspacesId(location, query),
      ids.filter((id) => WORKSPACE_ID.pattern.test(id)),
      WORKSPACES_PER_CALL,
      (page) => loadEach(byId, page),
      ({ WorkspaceId }) => keyIn(location, WorkspaceId),
    );
  }

  return {
    workspaces(query) {
      const { workspaceIds, directoryId, userName } = query;
      checkInput('directoryId', directoryId, DIRECTORY_ID);
      checkInput('userName', userName, USER_NAME);
      if (!workspaceIds && (directoryId || !userName)) return primed(workspacesSource(context, query));
      // AWS takes ids alone, and a user name with a directory only.
      const all = workspaceIds ? workspacesOfIds(query, workspaceIds) : primed(workspacesSource(context));
      return filterPages(all, (page) => page.filter(matcher(query)), workspacesId(location, query));
    },
    async workspaceById(workspaceId) {
      checkInput('workspaceId', workspaceId, WORKSPACE_ID);
      return byId.load(workspaceId);
    },
    connectionOf: ({ WorkspaceId }) => connections.load(WorkspaceId),
    sessions: () => connectedWorkspacesSource(context),
    async sessionById(workspaceId) {
      checkInput('workspaceId', workspaceId, WORKSPACE_ID);
      const connection = await connections.load(workspaceId);
      const workspace = connection && isSession(connection) ? await byId.load(workspaceId) : null;
      return workspace && { ...workspace, ...connection };
    },
  };
}

/** Makes the predicate of directory and user. User names are compared without case, as AWS does (CreateWorkspaces, API reference). */
function matcher({ directoryId, userName }: WorkspacesQuery) {
  const name = userName?.toLowerCase();
  return ({ DirectoryId, UserName }: Workspace): boolean =>
    (directoryId ?? DirectoryId) === DirectoryId && (name === undefined || UserName?.toLowerCase() === name);
}
