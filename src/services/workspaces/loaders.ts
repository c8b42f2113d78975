import type DataLoader from 'dataloader';
import type { AwsLocation } from '../../aws/location.ts';
import type { RequestCalls } from '../../aws/request-calls.ts';
import { findInList, findInLists } from '../find-in-list.ts';
import { KeyedLoader } from '../keyed-loader.ts';
import { loaderByKey } from '../load-by-key.ts';
import type { WorkspacesApi } from './api.ts';
import type { Pool, PoolSession, PoolSessionKey } from './model.ts';
import { POOLS_PER_PAGE, poolSessionsSource, poolsSource } from './sources.ts';

/** Creates a loader of pools by id; null for a pool that does not exist. */
export function poolById(api: WorkspacesApi, location: AwsLocation, request: RequestCalls): KeyedLoader<Pool> {
  return new KeyedLoader('poolById', request, {
    keysPerCall: POOLS_PER_PAGE,
    list: (ids) => poolsSource(api, location, { poolIds: ids }),
    keyOf: (pool) => pool.PoolId,
    missing: () => api.missing('pools'),
  });
}

type SessionLoader = DataLoader<PoolSessionKey, PoolSession | null, PoolSessionKey | string>;

/** Creates a loader of sessions by pool, user and id; null for a session that does not exist. */
export function poolSessionByKey(api: WorkspacesApi, location: AwsLocation, request: RequestCalls): SessionLoader {
  return loaderByKey({
    name: 'poolSessionByKey',
    request,
    cacheKey: (key) => JSON.stringify([key.poolId, key.userId, key.sessionId]),
    async load(keys) {
      const found = await findInLists(
        keys,
        (key) => key.poolId,
        (key) => key.sessionId,
        (list) => findSessions(api, location, list),
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
  api: WorkspacesApi,
  location: AwsLocation,
  keys: readonly PoolSessionKey[],
): Promise<ReadonlyMap<string, PoolSession>> {
  const { poolId: PoolId } = keys[0] as PoolSessionKey;
  return findInList({
    keys,
    idOf: (key) => key.sessionId,
    filterOf: (key) => key.userId,
    list: (userId) => poolSessionsSource(api, location, { PoolId, UserId: userId ?? undefined }),
    itemId: (session) => session.SessionId,
  });
}
