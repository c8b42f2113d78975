import type { PageSource } from '../../paging/page-source.ts';
import { type ListOperation, listing, nameListing, sourceId } from '../listing.ts';
import type { AppStreamContext } from './api.ts';
import type { AppStreamSession, Fleet, SessionsQuery, Stack } from './model.ts';

const FLEETS: ListOperation<Fleet, 'Fleets'> = {
  service: 'appstream',
  operation: 'DescribeFleets',
  member: 'Fleets',
  keyOf: ({ Name }) => Name,
};
const STACKS: ListOperation<Stack, 'Stacks'> = {
  service: 'appstream',
  operation: 'DescribeStacks',
  member: 'Stacks',
  keyOf: ({ Name }) => Name,
};
const SESSIONS: ListOperation<AppStreamSession, 'Sessions'> = {
  service: 'appstream',
  operation: 'DescribeSessions',
  member: 'Sessions',
  keyOf: ({ Id }) => Id,
};
const NAMES = { service: 'appstream', member: 'Names', keyOf: (name: string) => name } as const;

/** Page size of DescribeSessions: "The default value is 20 and the maximum value is 50" (API reference; the model has no bound). */
const SESSIONS_PER_PAGE = 50; // F-01

/** Lists the fleets of a location, all or those of these names. AWS sizes the pages: DescribeFleets has no limit. */
export function fleetsSource({ api, location }: AppStreamContext, names?: readonly string[]): PageSource<Fleet> {
  const id = sourceId('appstream', 'fleets', location, ...(names ?? []));
  return listing(api.describeFleets, FLEETS, location, { id, input: { Names: names && [...names] } });
}

/** Lists the stacks of a location, all or those of these names. AWS sizes the pages: DescribeStacks has no limit. */
export function stacksSource({ api, location }: AppStreamContext, names?: readonly string[]): PageSource<Stack> {
  const id = sourceId('appstream', 'stacks', location, ...(names ?? []));
  return listing(api.describeStacks, STACKS, location, { id, input: { Names: names && [...names] } });
}

/** Lists the names of the fleets of one stack. AWS sizes the pages. */
export function associatedFleetsSource({ api, location }: AppStreamContext, StackName: string): PageSource<string> {
  const id = sourceId('appstream', 'fleets-of-stack', location, StackName);
  const operation = { ...NAMES, operation: 'ListAssociatedFleets' };
  return nameListing(api.listAssociatedFleets, operation, { id, input: { StackName } });
}

/** Lists the names of the stacks of one fleet. AWS sizes the pages. */
export function associatedStacksSource({ api, location }: AppStreamContext, FleetName: string): PageSource<string> {
  const id = sourceId('appstream', 'stacks-of-fleet', location, FleetName);
  const operation = { ...NAMES, operation: 'ListAssociatedStacks' };
  return nameListing(api.listAssociatedStacks, operation, { id, input: { FleetName } });
}

/** Lists the streaming sessions of one stack and fleet, exactly as DescribeSessions returns them. */
export function sessionsSource(
  { api, location }: AppStreamContext,
  { StackName, FleetName, UserId, AuthenticationType, InstanceId }: SessionsQuery,
): PageSource<AppStreamSession> {
  return listing(api.describeSessions, SESSIONS, location, {
    id: sourceId('appstream', 'sessions', location, StackName, FleetName, UserId, AuthenticationType, InstanceId),
    input: { StackName, FleetName, UserId, AuthenticationType, InstanceId, Limit: SESSIONS_PER_PAGE },
  });
}
