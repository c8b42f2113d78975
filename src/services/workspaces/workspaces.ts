import type { AwsLocation } from '../../aws/location.ts';
import type { RequestCalls } from '../../aws/request-calls.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { acknowledgeTermination, type TerminationAcknowledgement } from '../acknowledge-termination.ts';
import { checkInput, USER_ID } from '../check-input.ts';
import { priming } from '../load-by-key.ts';
import type { WorkspacesApi } from './api.ts';
import { poolById, poolSessionByKey } from './loaders.ts';
import type { Pool, PoolSession, PoolSessionKey, PoolSessionsQuery } from './model.ts';
import { namedPoolsSource } from './named-pools.ts';
import { type PoolChanges, poolChanges } from './pool-changes.ts';
import { POOL_ID } from './rules.ts';
import { poolSessionsSource, poolsSource } from './sources.ts';

/** All that schema and sessions may ask of WorkSpaces Pools, for one location and one request. */
export interface Workspaces extends PoolChanges {
  /** Without names every pool, else those of these names; both in AWS's order. */
  pools(names: readonly string[] | null): PageSource<Pool>;
  poolById(poolId: string): Promise<Pool | null>;
  /** @throws GatewayError BAD_USER_INPUT for what can be no id of a pool or user */
  sessions(query: PoolSessionsQuery): PageSource<PoolSession>;
  /** The sessions of a pool that AWS has listed: its id is AWS's, whatever it looks like. */
  sessionsOfPool(pool: Pick<Pool, 'PoolId'>, userId?: string): PageSource<PoolSession>;
  sessionByKey(key: PoolSessionKey): Promise<PoolSession | null>;
  /** What this request reads of sessions from now on is asked of AWS, whatever is cached. */
  refreshSessions(): void;
  /** @param onSend called just before AWS is told */
  endSession(sessionId: string, onSend: () => void): Promise<TerminationAcknowledgement>;
}

export function workspaces(api: WorkspacesApi, location: AwsLocation, request: RequestCalls): Workspaces {
  const pools = poolById(api, location, request);
  const sessions = poolSessionByKey(api, location, request);

  return {
    ...poolChanges(api, pools),
    pools(names) {
      if (names === null) return priming(poolsSource(api, location), pools, ({ PoolId }) => PoolId);
      return priming(namedPoolsSource(api, location, names), pools, ({ PoolId }) => PoolId);
    },
    async poolById(poolId) {
      checkInput('poolId', poolId, POOL_ID);
      return pools.load(poolId);
    },
    sessions(query) {
      checkInput('poolId', query.PoolId, POOL_ID);
      checkInput('userId', query.UserId, USER_ID);
      return poolSessionsSource(api, location, query);
    },
    sessionsOfPool({ PoolId }, UserId) {
      checkInput('userId', UserId, USER_ID);
      return poolSessionsSource(api, location, { PoolId, UserId });
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
    endSession: (SessionId, onSend) =>
      acknowledgeTermination(SessionId, api.terminateWorkspacesPoolSession({ SessionId }, onSend)),
  };
}
