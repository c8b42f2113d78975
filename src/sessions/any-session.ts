import type { SourceNode } from '../paging/composite/source-tree.ts';
import { mapPages } from '../paging/derived-sources.ts';
import type { PageSource } from '../paging/page-source.ts';
import { keyIn } from '../services/read-list.ts';
import type { SessionProvider, SessionView, SourceMetadata } from './provider.ts';
import type { SessionModel } from './providers.ts';

/** Session of any service. */
export interface AnySession {
  /** GraphQL type. */
  readonly type: string;
  /** AWS shape. */
  readonly session: SessionModel;
  readonly view: SessionView;
}

/** Returns the identity of a session, across services and locations. */
export function identityOfSession({ type, view: { location, sessionId } }: AnySession): string {
  return `${type} ${keyIn(location, sessionId)}`;
}

/** Maps a provider's source to a source of the unified list. Maps children when they are resolved. */
export function toAnySessions(
  provider: SessionProvider,
  node: SourceNode<object, SourceMetadata>,
): SourceNode<AnySession, SourceMetadata> {
  if ('children' in node) {
    return { ...node, children: async () => (await node.children()).map((child) => toAnySessions(provider, child)) };
  }
  return {
    ...node,
    source: toAnySource(provider, node.source),
  };
}

/** Maps a provider's list to a list of the unified type. */
export function toAnySource(provider: SessionProvider, source: PageSource<object>): PageSource<AnySession> {
  return mapPages(
    source,
    (sessions) => sessions.map((session) => toAnySession(provider, session as SessionModel)),
    ({ view }) => view.sessionId,
  );
}

/** Maps an AWS shape to a session of the unified list. */
export function toAnySession(provider: SessionProvider, session: SessionModel): AnySession {
  return { type: provider.sessionType, session, view: provider.toSession(session, new Date()) };
}
