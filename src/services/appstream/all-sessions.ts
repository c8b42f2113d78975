import type { Scope } from '../../aws/scope.ts';
import { concatSources, type Part } from '../../paging/concat-sources.ts';
import { mapPages } from '../../paging/derived-sources.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { readAll } from '../read-list.ts';
import type { AppStreamApi } from './api.ts';
import {
  type AppStreamSession,
  AUTHENTICATION_TYPES,
  type AwsAuthenticationType,
  type SessionsQuery,
} from './model.ts';
import { associatedFleetsSource, associatedStacksSource, sessionsSource, sourceId } from './sources.ts';

/** Which sessions of a stack or a fleet; what is absent is not a condition. At least one of the names is given. */
export type SessionsFilter = Partial<SessionsQuery>;

/** The listing of one authentication type. */
export interface TypedListing {
  readonly type: AwsAuthenticationType;
  readonly source: PageSource<AppStreamSession>;
}

/**
 * Everybody's sessions of one stack and fleet: a listing per authentication type, because without one DescribeSessions
 * lists API users only (its documentation; public tools see everybody). An item counts in the listing of its own type
 * only, which is right under both readings.
 *
 * @param types the ways in that are in use; a query that names one is about that one
 */
export function listingsByType(
  api: AppStreamApi,
  scope: Scope,
  query: SessionsQuery,
  types: readonly AwsAuthenticationType[],
): readonly TypedListing[] {
  const wanted = query.AuthenticationType ? [query.AuthenticationType] : types;
  return wanted.map((type) => ({
    type,
    source: ofType(type, sessionsSource(api, scope, { ...query, AuthenticationType: type })),
  }));
}

/** Everybody's sessions on a fleet or through a stack, one listing behind the other: DescribeSessions takes one stack and one fleet. */
export function allSessionsSource(
  api: AppStreamApi,
  scope: Scope,
  filter: SessionsFilter,
  types: readonly AwsAuthenticationType[] = AUTHENTICATION_TYPES,
): PageSource<AppStreamSession> {
  const { StackName, FleetName, UserId, AuthenticationType, InstanceId } = filter;

  async function findParts(): Promise<Part<AppStreamSession>[]> {
    const pairs = await associations(api, scope, StackName, FleetName);
    return pairs.flatMap(([stackName, fleetName]) => {
      const query = { ...filter, StackName: stackName, FleetName: fleetName };
      return listingsByType(api, scope, query, types).map(({ type, source }) => ({
        key: JSON.stringify([stackName, fleetName, type]),
        source,
      }));
    });
  }

  const id = sourceId('all-sessions', scope, StackName, FleetName, UserId, AuthenticationType, InstanceId);
  return concatSources(id, findParts);
}

/** The pairs of stack and fleet that the two names leave open; both given, they are the pair. */
async function associations(
  api: AppStreamApi,
  scope: Scope,
  stackName: string | undefined,
  fleetName: string | undefined,
): Promise<(readonly [stackName: string, fleetName: string])[]> {
  if (stackName !== undefined && fleetName !== undefined) return [[stackName, fleetName]];
  if (fleetName !== undefined) {
    const stacks = await readAll(associatedStacksSource(api, scope, fleetName));
    return stacks.map((stack) => [stack, fleetName]);
  }
  if (stackName !== undefined) {
    const fleets = await readAll(associatedFleetsSource(api, scope, stackName));
    return fleets.map((fleet) => [stackName, fleet]);
  }
  return [];
}

function ofType(type: AwsAuthenticationType, source: PageSource<AppStreamSession>): PageSource<AppStreamSession> {
  return mapPages(source, (sessions) => sessions.filter((session) => (session.AuthenticationType ?? type) === type));
}
