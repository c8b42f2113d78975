import type { AwsLocation } from '../../aws/location.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { type ListKind, toLocatedPage, toPage } from '../read-list.ts';
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

/** Page size of DescribeSessions: "The default value is 20 and the maximum value is 50" (API reference; the model has no bound). */
const SESSIONS_PER_PAGE = 50; // F-01

/** Lists the fleets of a location, all or those of these names. AWS sizes the pages: DescribeFleets has no limit. */
export function fleetsSource(api: AppStreamApi, location: AwsLocation, names?: readonly string[]): PageSource<Fleet> {
  return {
    id: sourceId('fleets', location, ...(names ?? [])),
    async listPage(token, resumes) {
      const { Fleets, NextToken } = await api.describeFleets(
        {
          Names: names && [...names],
          NextToken: token ?? undefined,
        },
        resumes,
      );
      return toLocatedPage(Fleets, NextToken, location, FLEETS);
    },
  };
}

/** Lists the stacks of a location, all or those of these names. AWS sizes the pages: DescribeStacks has no limit. */
export function stacksSource(api: AppStreamApi, location: AwsLocation, names?: readonly string[]): PageSource<Stack> {
  return {
    id: sourceId('stacks', location, ...(names ?? [])),
    async listPage(token, resumes) {
      const { Stacks, NextToken } = await api.describeStacks(
        {
          Names: names && [...names],
          NextToken: token ?? undefined,
        },
        resumes,
      );
      return toLocatedPage(Stacks, NextToken, location, STACKS);
    },
  };
}

/** Lists the names of the fleets of one stack. AWS sizes the pages. */
export function associatedFleetsSource(
  api: AppStreamApi,
  location: AwsLocation,
  StackName: string,
): PageSource<string> {
  return {
    id: sourceId('fleets-of-stack', location, StackName),
    async listPage(token, resumes) {
      const { Names, NextToken } = await api.listAssociatedFleets(
        { StackName, NextToken: token ?? undefined },
        resumes,
      );
      return toPage(Names, NextToken, FLEET_NAMES);
    },
  };
}

/** Lists the names of the stacks of one fleet. AWS sizes the pages. */
export function associatedStacksSource(
  api: AppStreamApi,
  location: AwsLocation,
  FleetName: string,
): PageSource<string> {
  return {
    id: sourceId('stacks-of-fleet', location, FleetName),
    async listPage(token, resumes) {
      const { Names, NextToken } = await api.listAssociatedStacks(
        { FleetName, NextToken: token ?? undefined },
        resumes,
      );
      return toPage(Names, NextToken, STACK_NAMES);
    },
  };
}

/** Lists the streaming sessions of one stack and fleet, exactly as DescribeSessions returns them. */
export function sessionsSource(
  api: AppStreamApi,
  location: AwsLocation,
  query: SessionsQuery,
): PageSource<AppStreamSession> {
  const { StackName, FleetName, UserId, AuthenticationType, InstanceId } = query;
  return {
    id: sourceId('sessions', location, StackName, FleetName, UserId, AuthenticationType, InstanceId),
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
      return toLocatedPage(Sessions, NextToken, location, SESSIONS);
    },
  };
}

/** Returns the id of a list of AppStream: its name and arguments. An absent argument is null. */
export function sourceId(list: string, location: AwsLocation, ...args: readonly (string | null | undefined)[]): string {
  return JSON.stringify(['appstream', list, location.accountId, location.region, ...args.map((arg) => arg ?? null)]);
}
