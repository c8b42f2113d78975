import type { World } from '../../emulator/world/state.ts';
import type { Answer, TestGateway } from './gateway.ts';
import { type ConnectionPage, PAGE } from './pages.ts';

/** A page of the unified list, and how its sources stand. */
export interface SessionsPage extends ConnectionPage {
  readonly incomplete: boolean;
  readonly sources: readonly {
    readonly label: string;
    readonly status: 'COMPLETE' | 'MORE' | 'FAILED' | 'PENDING';
    readonly error: { readonly code: string } | null;
  }[];
}

export const SESSIONS = `query ($filter: SessionFilter, $first: Int, $after: String) {
  sessions(filter: $filter, first: $first, after: $after) {
    edges { cursor node { sessionId } } ${PAGE} incomplete sources { label status error { code } }
  }
}`;

export type Asked = { readonly filter?: object; readonly first?: number; readonly after?: string | null };

/** One page, which must be no error. */
export async function sessionsPage(gateway: TestGateway, asked: Asked = {}): Promise<SessionsPage> {
  const { data, errors }: Answer = await gateway.query(SESSIONS, { first: 200, ...asked });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.sessions as SessionsPage;
}

/** Follows `hasNextPage`, as a store does. */
export async function sessionsPages(gateway: TestGateway, asked: Asked = {}): Promise<SessionsPage[]> {
  const pages: SessionsPage[] = [];
  let after = asked.after ?? null;
  while (true) {
    const page = await sessionsPage(gateway, { ...asked, after });
    pages.push(page);
    if (!page.pageInfo.hasNextPage) return pages;
    after = page.pageInfo.endCursor;
  }
}

export const idsOf = (pages: readonly ConnectionPage[]): string[] =>
  pages.flatMap(({ edges }) => edges.map(({ node }) => String(node.sessionId)));

/** `label: status`, and the code of the error. */
export const standing = ({ sources }: SessionsPage): string[] =>
  sources.map(({ label, status, error }) => `${label}: ${[status, error?.code].filter(Boolean).join(' ')}`);

/** The ids of all sessions of a world that are not over. */
export function idsIn(world: World): string[] {
  return [...world.locations()].flatMap((location) => [
    ...[...location.appStreamSessions.values()].map(({ Id }) => Id),
    ...[...location.ssmSessions.values()].filter(({ EndDate }) => !EndDate).map(({ SessionId }) => SessionId),
    ...[...location.poolSessions.values()].map(({ SessionId }) => SessionId),
    ...[...location.workspaceConnections.values()]
      .filter(({ ConnectionState }) => ConnectionState === 'CONNECTED')
      .map(({ WorkspaceId }) => WorkspaceId),
  ]);
}
