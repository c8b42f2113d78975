import type { AwsLocation } from '../../aws/location.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { type ListOperation, listing, sourceId } from '../listing.ts';
import type { WorkspacesContext } from './api.ts';
import type { Pool, PoolSession, PoolSessionsQuery } from './model.ts';

const POOLS: ListOperation<Pool, 'WorkspacesPools'> = {
  service: 'workspaces',
  operation: 'DescribeWorkspacesPools',
  member: 'WorkspacesPools',
  keyOf: ({ PoolId }) => PoolId,
};
const SESSIONS: ListOperation<PoolSession, 'Sessions'> = {
  service: 'workspaces',
  operation: 'DescribeWorkspacesPoolSessions',
  member: 'Sessions',
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

export function poolsSource({ api, location }: WorkspacesContext, query: PoolsQuery = {}): PageSource<Pool> {
  const PoolIds = query.poolIds && [...query.poolIds];
  const Filters = query.names && [{ Name: 'PoolName' as const, Operator: 'EQUALS' as const, Values: [...query.names] }];
  return listing(api.describeWorkspacesPools, POOLS, location, {
    id: poolsId(location, query),
    input: { PoolIds, Filters, Limit: POOLS_PER_PAGE },
  });
}

/** Lists the desktop sessions of one pool, exactly as DescribeWorkspacesPoolSessions returns them. */
export function poolSessionsSource(
  { api, location }: WorkspacesContext,
  { PoolId, UserId }: PoolSessionsQuery,
): PageSource<PoolSession> {
  const id = sourceId('workspaces', 'pool-sessions', location, PoolId, UserId);
  return listing(api.describeWorkspacesPoolSessions, SESSIONS, location, {
    id,
    input: { PoolId, UserId, Limit: SESSIONS_PER_PAGE },
  });
}

/** Returns the id of a list of pools: its name and arguments. */
export function poolsId(location: AwsLocation, { poolIds, names }: PoolsQuery): string {
  return sourceId('workspaces', 'pools', location, poolIds, names);
}
