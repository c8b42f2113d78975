import type DataLoader from 'dataloader';
import { findInList, findInLists } from '../find-in-list.ts';
import { KeyedLoader } from '../keyed-loader.ts';
import { loaderByKey } from '../load-by-key.ts';
import type { WorkspacesContext } from './api.ts';
import type { Pool, PoolSession, PoolSessionKey } from './model.ts';
import { POOLS_PER_PAGE, poolSessionsSource, poolsSource } from './sources.ts';

/** Creates a loader of pools by id; null for a pool that does not exist. */
export function poolById(context: WorkspacesContext): KeyedLoader<Pool> {
  return new KeyedLoader('poolById', context.request, {
    keysPerCall: POOLS_PER_PAGE,
    list: (ids) => poolsSource(context, { poolIds: ids }),
    keyOf: (pool) => pool.PoolId,
    missing: () => context.api.missing('pools'),
  });
}

type SessionLoader = DataLoader<PoolSessionKey, PoolSession | null, PoolSessionKey | string>;

/** Creates a loader of sessions by pool, user and id; null for a session that does not exist. */
export function poolSessionByKey(context: WorkspacesContext): SessionLoader {
  return loaderByKey({
    name: 'poolSessionByKey',
    request: context.request,
    cacheKey: (key) => JSON.stringify([key.poolId, key.userId, key.sessionId]),
    async load(keys) {
      const found = await findInLists(
        keys,
        (key) => key.poolId,
        (key) => key.sessionId,
        (list) => findSessions(context, list),
      );
      // The whole list may have the session id under another user, which the key does not identify.
      return found.map((session, index) => (isOf(session, keys[index]) ? session : null));
    },
  });
}

function isOf(session: PoolSession | null | Error, key: PoolSessionKey | undefined): boolean {
  return session === null || session instanceof Error || session.UserId === key?.userId;
}

/** Finds sessions of one pool, by id. */
function findSessions(
  context: WorkspacesContext,
  keys: readonly PoolSessionKey[],
): Promise<ReadonlyMap<string, PoolSession>> {
  const { poolId: PoolId } = keys[0] as PoolSessionKey;
  return findInList({
    keys,
    idOf: (key) => key.sessionId,
    filterOf: (key) => key.userId,
    list: (userId) => poolSessionsSource(context, { PoolId, UserId: userId ?? undefined }),
    itemId: (session) => session.SessionId,
  });
}
