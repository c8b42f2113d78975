import { mapPages } from '../paging/derived-sources.ts';
import type { PageSource } from '../paging/page-source.ts';
import type { AppStreamSession } from '../services/appstream/model.ts';
import type { SsmSession } from '../services/ssm/model.ts';
import type { PoolSession } from '../services/workspaces/model.ts';
import { fromAppStream, fromPool, fromSsm, type Session } from './session.ts';

/** A session of whichever service: AWS's shape of it, and what it is to a client. */
export type AnySession =
  | { readonly type: 'AppStreamSession'; readonly session: AppStreamSession; readonly view: Session }
  | { readonly type: 'SsmSession'; readonly session: SsmSession; readonly view: Session }
  | { readonly type: 'PoolSession'; readonly session: PoolSession; readonly view: Session };

export function ofAppStream(source: PageSource<AppStreamSession>): PageSource<AnySession> {
  return mapPages(
    source,
    (sessions) => sessions.map((session) => ({ type: 'AppStreamSession', session, view: fromAppStream(session) })),
    keyOf,
  );
}

export function ofSsm(source: PageSource<SsmSession>): PageSource<AnySession> {
  return mapPages(
    source,
    (sessions) => sessions.map((session) => ({ type: 'SsmSession', session, view: fromSsm(session) })),
    keyOf,
  );
}

export function ofPool(source: PageSource<PoolSession>): PageSource<AnySession> {
  return mapPages(
    source,
    (sessions) => sessions.map((session) => ({ type: 'PoolSession', session, view: fromPool(session, new Date()) })),
    keyOf,
  );
}

const keyOf = ({ view }: AnySession): string => view.sessionId;
