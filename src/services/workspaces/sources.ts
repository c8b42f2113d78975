import type { AwsLocation } from '../../aws/location.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { type ListKind, toLocatedPage } from '../read-list.ts';
import type { WorkspacesApi } from './api.ts';
import type { Pool, PoolSession, PoolSessionsQuery } from './model.ts';

const POOLS: ListKind<Pool> = {
  service: 'workspaces',
  operation: 'DescribeWorkspacesPools',
  keyOf: ({ PoolId }) => PoolId,
};
const SESSIONS: ListKind<PoolSession> = {
  service: 'workspaces',
  operation: 'DescribeWorkspacesPoolSessions',
  keyOf: ({ SessionId }) => SessionId,
};

/** Page size of DescribeWorkspacesPools: Limit is 1 to 25, and so are PoolIds and a filter's values (service model, 2026-08). */
export const POOLS_PER_PAGE = 25; // F-13
/** Page size of DescribeWorkspacesPoolSessions: Limit is 1 to 50, 20 by default (service model, 2026-08). */
const SESSIONS_PER_PAGE = 50; // F-13

/** Conditions on pools: at most 25 ids, or at most 25 names. Without either, all pools. */
export interface PoolsQuery {
  readonly poolIds?: readonly string[];
  readonly names?: readonly string[];
}

export function poolsSource(api: WorkspacesApi, location: AwsLocation, query: PoolsQuery = {}): PageSource<Pool> {
  const PoolIds = query.poolIds && [...query.poolIds];
  const Filters = query.names && [{ Name: 'PoolName' as const, Operator: 'EQUALS' as const, Values: [...query.names] }];
  return {
    id: poolsId(location, query),
    async listPage(token, resumes) {
      const { WorkspacesPools, NextToken } = await api.describeWorkspacesPools(
        {
          PoolIds,
          Filters,
          Limit: POOLS_PER_PAGE,
          NextToken: token ?? undefined,
        },
        resumes,
      );
      return toLocatedPage(WorkspacesPools, NextToken, location, POOLS);
    },
  };
}

/** Lists the desktop sessions of one pool, exactly as DescribeWorkspacesPoolSessions returns them. */
export function poolSessionsSource(
  api: WorkspacesApi,
  location: AwsLocation,
  { PoolId, UserId }: PoolSessionsQuery,
): PageSource<PoolSession> {
  return {
    id: JSON.stringify(['workspaces', 'pool-sessions', location.accountId, location.region, PoolId, UserId ?? null]),
    async listPage(token, resumes) {
      const { Sessions, NextToken } = await api.describeWorkspacesPoolSessions(
        {
          PoolId,
          UserId,
          Limit: SESSIONS_PER_PAGE,
          NextToken: token ?? undefined,
        },
        resumes,
      );
      return toLocatedPage(Sessions, NextToken, location, SESSIONS);
    },
  };
}

/** Returns the id of a list of pools: its name and arguments. */
export function poolsId(location: AwsLocation, { poolIds, names }: PoolsQuery): string {
  return JSON.stringify(['workspaces', 'pools', location.accountId, location.region, poolIds ?? null, names ?? null]);
}
