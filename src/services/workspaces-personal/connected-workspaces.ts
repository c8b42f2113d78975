import type { Page, PageSource } from '../../paging/page-source.ts';
import { parseToken } from '../../paging/parse-token.ts';
import { tokenGuard } from '../../paging/token-guard.ts';
import { sourceId } from '../listing.ts';
import { byKey, keyIn, readAll } from '../read-list.ts';
import type { PersonalContext } from './api.ts';
import { isSession, type WorkspaceConnectionStatus, type WorkspaceSession } from './model.ts';
import { connectionsSource, WORKSPACES_PER_CALL, workspacesSource } from './sources.ts';

/**
 * Maximum number of status pages (of 25 WorkSpaces) that one page of sessions reads. Keeps a page short where few users are
 * connected, so that a request that reaches its deadline keeps the pages before.
 */
const STATUS_PAGES = 20;

/** Position in the list of statuses: token of a page, and the WorkSpace of it after which to continue; null: its start. */
type StatusToken = readonly [token: string | null, after: string | null];

/**
 * Lists the WorkSpaces whose users are connected, in the order of their statuses. AWS describes 25 WorkSpaces per call, so a
 * page collects 25 connected ones from as many status pages as it takes, 20 at most; the next page continues within the
 * last one. All sessions of a location thus take the status pages and one DescribeWorkspaces per 25 sessions, or per 20
 * status pages where fewer are connected.
 */
export function connectedWorkspacesSource(context: PersonalContext): PageSource<WorkspaceSession> {
  const { location } = context;
  const statusPage = withinLastPage(connectionsSource(context));
  return {
    id: sourceId('workspaces', 'connected', location),
    async listPage(token, resumes) {
      const from = token === null ? START : parseToken(token, isStatusToken);
      const { connections, next } = await collect(statusPage, from, resumes);
      return {
        items: await describe(context, connections),
        nextToken: next && JSON.stringify(next),
        keyOf: ({ WorkspaceId }) => keyIn(location, WorkspaceId),
        origin: { service: 'workspaces', operation: 'DescribeWorkspacesConnectionStatus' },
      };
    },
  };
}

const START: StatusToken = [null, null];

/** Collects the connected WorkSpaces of one page, and returns where the next page starts; null at the end of the list. */
async function collect(
  statusPage: StatusPage,
  from: StatusToken,
  resumes: boolean | undefined,
): Promise<{ readonly connections: readonly WorkspaceConnectionStatus[]; readonly next: StatusToken | null }> {
  const found = new Map<string, WorkspaceConnectionStatus>();
  const guard = tokenGuard();
  let [token, after] = from;
  for (let read = 1; ; read += 1) {
    const page = await statusPage(token, after, resumes);
    const isOverfull = !addSessions(found, behind(page.items, after));
    if (isOverfull) return { connections: [...found.values()], next: [token, [...found.keys()].at(-1) ?? null] };
    if (page.nextToken === null) return { connections: [...found.values()], next: null };
    const error = guard.errorAfter(token, page);
    if (error) throw error;
    [token, after] = [page.nextToken, null];
    if (read === STATUS_PAGES || found.size === WORKSPACES_PER_CALL) {
      return { connections: [...found.values()], next: [token, null] };
    }
  }
}

/** Adds connected WorkSpaces until one call describes no more; returns false if one is left. */
function addSessions(
  found: Map<string, WorkspaceConnectionStatus>,
  connections: readonly WorkspaceConnectionStatus[],
): boolean {
  for (const connection of connections.filter(isSession)) {
    if (found.size === WORKSPACES_PER_CALL && !found.has(connection.WorkspaceId)) return false;
    found.set(connection.WorkspaceId, connection);
  }
  return true;
}

/** Returns the statuses behind a WorkSpace; all where it was deleted since: readers show an item that comes again once. */
function behind(items: readonly WorkspaceConnectionStatus[], after: string | null) {
  return items.slice(items.findIndex(({ WorkspaceId }) => WorkspaceId === after) + 1);
}

/** Describes connected WorkSpaces, in their order. Omits those that were deleted since, or are not described yet. */
async function describe(
  context: PersonalContext,
  connections: readonly WorkspaceConnectionStatus[],
): Promise<WorkspaceSession[]> {
  if (connections.length === 0) return [];
  const workspaceIds = connections.map(({ WorkspaceId }) => WorkspaceId);
  const described = await readAll(workspacesSource(context, { workspaceIds }));
  const workspaces = byKey(described, ({ WorkspaceId }) => WorkspaceId);
  return connections.flatMap((connection) => {
    const workspace = workspaces.get(connection.WorkspaceId);
    return workspace ? [{ ...workspace, ...connection }] : [];
  });
}

/** Reads a page of statuses, of which the reader wants what comes behind a WorkSpace; null: all of it. */
type StatusPage = (
  token: string | null,
  after: string | null,
  resumes: boolean | undefined,
) => Promise<Page<WorkspaceConnectionStatus>>;

/**
 * Keeps the last page for a reader who goes on within it: two pages of sessions can share a status page. One who begins with a page
 * gets what AWS has now, as a source is read again and again by the scans of live sessions.
 */
function withinLastPage({ listPage }: PageSource<WorkspaceConnectionStatus>): StatusPage {
  let last: { readonly token: string | null; readonly page: Page<WorkspaceConnectionStatus> } | undefined;
  return async (token, after, resumes) => {
    if (after !== null && last?.token === token) return last.page;
    const page = await listPage(token, resumes);
    last = { token, page };
    return page;
  };
}

function isStatusToken(value: unknown): value is StatusToken {
  return Array.isArray(value) && value.length === 2 && value.every((part) => part === null || typeof part === 'string');
}
