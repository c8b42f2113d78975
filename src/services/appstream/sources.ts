import type { Scope } from '../../aws/scope.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { type ListKind, toPage, toScopedPage } from '../read-list.ts';
import type { AppStreamApi } from './api.ts';
import type { AppStreamSession, Fleet, SessionsQuery, Stack } from './model.ts';

const FLEETS: ListKind<Fleet> = {
  service: 'appstream',
  operation: 'DescribeFleets',
  keyOf: ({ Name }) => Name,
};
const STACKS: ListKind<Stack> = {
  service: 'appstream',
  operation: 'DescribeStacks',
  keyOf: ({ Name }) => Name,
};
const SESSIONS: ListKind<AppStreamSession> = {
  service: 'appstream',
  operation: 'DescribeSessions',
  keyOf: ({ Id }) => Id,
};
const FLEET_NAMES: ListKind<string> = {
  service: 'appstream',
  operation: 'ListAssociatedFleets',
  keyOf: (name) => name,
};
const STACK_NAMES: ListKind<string> = {
  service: 'appstream',
  operation: 'ListAssociatedStacks',
  keyOf: (name) => name,
};

/** DescribeSessions: "The default value is 20 and the maximum value is 50" (API reference; the model has no bound). */
const SESSIONS_PER_PAGE = 50;

/** The fleets of a scope, all or those of these names. AWS sizes the pages: DescribeFleets has no limit. */
export function fleetsSource(api: AppStreamApi, scope: Scope, names?: readonly string[]): PageSource<Fleet> {
  return {
    id: sourceId('fleets', scope, ...(names ?? [])),
    async listPage(token, resumes) {
      const { Fleets, NextToken } = await api.describeFleets(
        {
          Names: names && [...names],
          NextToken: token ?? undefined,
        },
        resumes,
      );
      return toScopedPage(Fleets, NextToken, scope, FLEETS);
    },
  };
}

/** The stacks of a scope, all or those of these names. AWS sizes the pages: DescribeStacks has no limit. */
export function stacksSource(api: AppStreamApi, scope: Scope, names?: readonly string[]): PageSource<Stack> {
  return {
    id: sourceId('stacks', scope, ...(names ?? [])),
    async listPage(token, resumes) {
      const { Stacks, NextToken } = await api.describeStacks(
        {
          Names: names && [...names],
          NextToken: token ?? undefined,
        },
        resumes,
      );
      return toScopedPage(Stacks, NextToken, scope, STACKS);
    },
  };
}

/** The names of the fleets of one stack. AWS sizes the pages. */
export function associatedFleetsSource(api: AppStreamApi, scope: Scope, StackName: string): PageSource<string> {
  return {
    id: sourceId('fleets-of-stack', scope, StackName),
    async listPage(token, resumes) {
      const { Names, NextToken } = await api.listAssociatedFleets(
        { StackName, NextToken: token ?? undefined },
        resumes,
      );
      return toPage(Names, NextToken, FLEET_NAMES);
    },
  };
}

/** The names of the stacks of one fleet. AWS sizes the pages. */
export function associatedStacksSource(api: AppStreamApi, scope: Scope, FleetName: string): PageSource<string> {
  return {
    id: sourceId('stacks-of-fleet', scope, FleetName),
    async listPage(token, resumes) {
      const { Names, NextToken } = await api.listAssociatedStacks(
        { FleetName, NextToken: token ?? undefined },
        resumes,
      );
      return toPage(Names, NextToken, STACK_NAMES);
    },
  };
}

/** The streaming sessions of one stack and fleet, exactly as DescribeSessions lists them. */
export function sessionsSource(api: AppStreamApi, scope: Scope, query: SessionsQuery): PageSource<AppStreamSession> {
  const { StackName, FleetName, UserId, AuthenticationType, InstanceId } = query;
  return {
    id: sourceId('sessions', scope, StackName, FleetName, UserId, AuthenticationType, InstanceId),
    async listPage(token, resumes) {
      const input = { StackName, FleetName, UserId, AuthenticationType, InstanceId };
      const { Sessions, NextToken } = await api.describeSessions(
        {
          ...input,
          Limit: SESSIONS_PER_PAGE,
          NextToken: token ?? undefined,
        },
        resumes,
      );
      return toScopedPage(Sessions, NextToken, scope, SESSIONS);
    },
  };
}

/** The name of a list of AppStream and its arguments; an absent argument is null. */
export function sourceId(list: string, scope: Scope, ...args: readonly (string | null | undefined)[]): string {
  return JSON.stringify(['appstream', list, scope.accountId, scope.region, ...args.map((arg) => arg ?? null)]);
}
