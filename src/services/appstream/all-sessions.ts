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

/**
 * Everybody's sessions on a fleet or through a stack: one listing per association and authentication type, because
 * DescribeSessions takes one stack and one fleet, and without a type lists API users only (its documentation; public
 * tools see everybody). An item counts in the listing of its own type only, which is right under both readings.
 */
export function allSessionsSource(
  api: AppStreamApi,
  scope: Scope,
  filter: SessionsFilter,
): PageSource<AppStreamSession> {
  const { StackName, FleetName, UserId, AuthenticationType, InstanceId } = filter;
  const types = AuthenticationType ? [AuthenticationType] : AUTHENTICATION_TYPES;

  function partsOf(stackName: string, fleetName: string): Part<AppStreamSession>[] {
    return types.map((type) => ({
      key: JSON.stringify([stackName, fleetName, type]),
      source: ofType(
        type,
        sessionsSource(api, scope, {
          StackName: stackName,
          FleetName: fleetName,
          UserId,
          AuthenticationType: type,
          InstanceId,
        }),
      ),
    }));
  }

  async function findParts(): Promise<Part<AppStreamSession>[]> {
    const pairs = await associations(api, scope, StackName, FleetName);
    return pairs.flatMap(([stackName, fleetName]) => partsOf(stackName, fleetName));
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
