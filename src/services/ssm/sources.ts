import type { PageSource } from '../../paging/page-source.ts';
import { type ListOperation, listing, sourceId } from '../listing.ts';
import type { SsmContext } from './api.ts';
import type { ManagedNode, SsmSession, SsmSessionsQuery } from './model.ts';

const SESSIONS: ListOperation<SsmSession, 'Sessions'> = {
  service: 'ssm',
  operation: 'DescribeSessions',
  member: 'Sessions',
  keyOf: ({ SessionId }) => SessionId,
};
const NODES: ListOperation<ManagedNode, 'InstanceInformationList'> = {
  service: 'ssm',
  operation: 'DescribeInstanceInformation',
  member: 'InstanceInformationList',
  keyOf: ({ InstanceId }) => InstanceId,
};

/** Page size of DescribeSessions: MaxResults is 1 to 200 (service model, 2026-08). */
const SESSIONS_PER_PAGE = 200; // F-07
/** Page size of DescribeInstanceInformation: MaxResults is 5 to 50, 10 by default (service model, 2026-08). */
export const NODES_PER_PAGE = 50; // F-34

/** Lists SSM sessions, newest first. AWS cuts pages before it filters them: pages may be short or empty. */
export function sessionsSource({ api, location }: SsmContext, query: SsmSessionsQuery): PageSource<SsmSession> {
  const { State } = query;
  const Filters = query.Filters?.length ? [...query.Filters] : undefined;
  const id = sourceId('ssm', 'sessions', location, State, Filters);
  return listing(api.describeSessions, SESSIONS, location, {
    id,
    input: { State, Filters, MaxResults: SESSIONS_PER_PAGE },
  });
}

/** Lists the managed nodes of a location, all or those of these ids. AWS omits stopped and terminated nodes. */
export function managedNodesSource(
  { api, location }: SsmContext,
  instanceIds?: readonly string[],
): PageSource<ManagedNode> {
  const Filters = instanceIds && [{ Key: 'InstanceIds', Values: [...instanceIds] }];
  const id = sourceId('ssm', 'managed-nodes', location, instanceIds);
  return listing(api.describeInstanceInformation, NODES, location, {
    id,
    input: { Filters, MaxResults: NODES_PER_PAGE },
  });
}
