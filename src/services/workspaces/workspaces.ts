import type { PageSource } from '../../paging/page-source.ts';
import { acknowledgeTermination, type TerminationAcknowledgement } from '../acknowledge-termination.ts';
import { checkInput, USER_ID } from '../check-input.ts';
import { priming } from '../load-by-key.ts';
import type { WorkspacesContext } from './api.ts';
import { poolById, poolSessionByKey } from './loaders.ts';
import type { Pool, PoolSession, PoolSessionKey, PoolSessionsQuery } from './model.ts';
import { namedPoolsSource } from './named-pools.ts';
import { type PoolChanges, poolChanges } from './pool-changes.ts';
import { POOL_ID } from './rules.ts';
import { poolSessionsSource, poolsSource } from './sources.ts';

/** WorkSpaces Pools for one location and one request, as `schema` and `sessions` use it. */
export interface Workspaces extends PoolChanges {
  /** Lists every pool, or the pools of these names; both in AWS's order. */
  pools(names: readonly string[] | null): PageSource<Pool>;
  poolById(poolId: string): Promise<Pool | null>;
  /** Lists the sessions of a pool. @throws GatewayError BAD_USER_INPUT for an invalid pool id or user id */
  sessions(query: PoolSessionsQuery): PageSource<PoolSession>;
  /** Lists the sessions of a pool that AWS has returned: its id is not validated. */
  sessionsOfPool(pool: Pick<Pool, 'PoolId'>, userId?: string): PageSource<PoolSession>;
  sessionByKey(key: PoolSessionKey): Promise<PoolSession | null>;
  /** Bypasses the cache for sessions that this request reads from now on. */
  refreshSessions(): void;
  /** Terminates a session. @param onSend called just before each attempt is sent */
  terminateSession(sessionId: string, onSend: () => void): Promise<TerminationAcknowledgement>;
}

export function workspaces(context: WorkspacesContext): Workspaces {
  const { api } = context;
  const pools = poolById(context);
  const sessions = poolSessionByKey(context);

  return {
    ...poolChanges(context, pools),
    pools(names) {
      if (names === null) return priming(poolsSource(context), pools, ({ PoolId }) => PoolId);
      return priming(namedPoolsSource(context, names), pools, ({ PoolId }) => PoolId);
    },
    async poolById(poolId) {
      checkInput('poolId', poolId, POOL_ID);
      return pools.load(poolId);
    },
    sessions(query) {
      checkInput('poolId', query.PoolId, POOL_ID);
      checkInput('userId', query.UserId, USER_ID);
      return poolSessionsSource(context, query);
    },
    sessionsOfPool({ PoolId }, UserId) {
      checkInput('userId', UserId, USER_ID);
      return poolSessionsSource(context, { PoolId, UserId });
    },
    async sessionByKey(key) {
      checkInput('poolId', key.poolId, POOL_ID);
      checkInput('userId', key.userId, USER_ID);
      return sessions.load(key);
    },
    refreshSessions() {
      api.refresh('sessions');
      sessions.clearAll();
    },
    terminateSession: (SessionId, onSend) =>
      acknowledgeTermination(SessionId, api.terminateWorkspacesPoolSession({ SessionId }, onSend)),
  };
}
