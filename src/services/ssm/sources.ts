import type { AwsLocation } from '../../aws/location.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { type ListKind, toLocatedPage } from '../read-list.ts';
import type { SsmApi } from './api.ts';
import type { ManagedNode, SsmSession, SsmSessionsQuery } from './model.ts';

const SESSIONS: ListKind<SsmSession> = {
  service: 'ssm',
  operation: 'DescribeSessions',
  keyOf: ({ SessionId }) => SessionId,
};
const NODES: ListKind<ManagedNode> = {
  service: 'ssm',
  operation: 'DescribeInstanceInformation',
  keyOf: ({ InstanceId }) => InstanceId,
};

/** Page size of DescribeSessions: MaxResults is 1 to 200 (service model, 2026-08). */
const SESSIONS_PER_PAGE = 200; // F-07
/** Page size of DescribeInstanceInformation: MaxResults is 5 to 50, 10 by default (service model, 2026-08). */
export const NODES_PER_PAGE = 50; // F-34

/** Lists SSM sessions, newest first. AWS cuts pages before it filters them: pages may be short or empty. */
export function sessionsSource(api: SsmApi, location: AwsLocation, query: SsmSessionsQuery): PageSource<SsmSession> {
  const { State } = query;
  const Filters = query.Filters?.length ? [...query.Filters] : undefined;
  return {
    id: JSON.stringify(['ssm', 'sessions', location.accountId, location.region, State, Filters ?? null]),
    async listPage(token, resumes) {
      const { Sessions, NextToken } = await api.describeSessions(
        {
          State,
          Filters,
          MaxResults: SESSIONS_PER_PAGE,
          NextToken: token ?? undefined,
        },
        resumes,
      );
      return toLocatedPage(Sessions, NextToken, location, SESSIONS);
    },
  };
}

/** Lists the managed nodes of a location, all or those of these ids. AWS omits stopped and terminated nodes. */
export function managedNodesSource(
  api: SsmApi,
  location: AwsLocation,
  instanceIds?: readonly string[],
): PageSource<ManagedNode> {
  const Filters = instanceIds && [{ Key: 'InstanceIds', Values: [...instanceIds] }];
  return {
    id: JSON.stringify(['ssm', 'managed-nodes', location.accountId, location.region, instanceIds ?? null]),
    async listPage(token, resumes) {
      const { InstanceInformationList, NextToken } = await api.describeInstanceInformation(
        {
          Filters,
          MaxResults: NODES_PER_PAGE,
          NextToken: token ?? undefined,
        },
        resumes,
      );
      return toLocatedPage(InstanceInformationList, NextToken, location, NODES);
    },
  };
}
