import { type ChildSource, concatSources } from '../../paging/composite/concat-sources.ts';
import { filterPages } from '../../paging/derived-sources.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { sourceId } from '../listing.ts';
import { readAll } from '../read-list.ts';
import type { AppStreamContext } from './api.ts';
import {
  type AppStreamSession,
  AUTHENTICATION_TYPES,
  type AwsAuthenticationType,
  isKnownType,
  type SessionsQuery,
} from './model.ts';
import { associatedFleetsSource, associatedStacksSource, sessionsSource } from './sources.ts';

/** Conditions on the sessions of a stack or a fleet. An absent one does not apply; at least one of the two names is given. */
export type SessionsFilter = Partial<SessionsQuery>;

/** Listing of one authentication type. */
export interface TypedListing {
  readonly type: AwsAuthenticationType;
  readonly source: PageSource<AppStreamSession>;
}

/**
 * Lists the sessions of all users of one stack and fleet: one listing per authentication type, because without a type
 * DescribeSessions lists API users only (its documentation; public tools see all users). An item belongs to the listing of its
 * own type only, which is correct in both cases. An item of an unknown type or without one has no listing of its own: it
 * belongs to the first listing that has it. API users are listed without a type, so that AWS can return such items.
 *
 * @param types authentication types in use; not applied to a query that has a type
 */
export function listingsByType(
  context: AppStreamContext,
  query: SessionsQuery,
  types: readonly AwsAuthenticationType[],
): readonly TypedListing[] {
  const queried = query.AuthenticationType;
  if (queried) {
    const isOfType = ({ AuthenticationType = queried }: AppStreamSession) => AuthenticationType === queried;
    return [{ type: queried, source: filterPages(sessionsSource(context, query), (items) => items.filter(isOfType)) }];
  }
  const listings = types.map((type) => ({
    type,
    source: sessionsSource(context, { ...query, ...typeCondition(type, query) }),
  }));
  return listings.map(({ type, source }, index) => {
    const earlier = idsOnce(listings.slice(0, index).map((listing) => listing.source));
    return { type, source: filterPages(source, (items) => itemsOfType(items, type, earlier)) };
  });
}

/**
 * Returns the type condition of a query. API users are listed without one, except by `UserId`, which needs it (API reference of
 * DescribeSessions).
 */
function typeCondition(type: AwsAuthenticationType, { UserId }: SessionsQuery): Partial<SessionsQuery> {
  return type === 'API' && UserId === undefined ? {} : { AuthenticationType: type };
}

/** Selects the items of a page that belong to the listing of a type. */
async function itemsOfType(
  items: readonly AppStreamSession[],
  type: AwsAuthenticationType,
  earlier: () => Promise<ReadonlySet<string>>,
): Promise<readonly AppStreamSession[]> {
  const own = items.filter(({ AuthenticationType }) => AuthenticationType === type || !isKnownType(AuthenticationType));
  if (own.every(({ AuthenticationType }) => AuthenticationType === type)) return own;
  const shown = await earlier();
  return own.filter(({ Id, AuthenticationType }) => AuthenticationType === type || !shown.has(Id));
}

/** Reads the ids of all items of several lists, once, on the first call. */
function idsOnce(sources: readonly PageSource<AppStreamSession>[]): () => Promise<ReadonlySet<string>> {
  let reading: Promise<ReadonlySet<string>> | undefined;
  async function read(): Promise<ReadonlySet<string>> {
    const lists = await Promise.all(sources.map((source) => readAll(source)));
    return new Set(lists.flat().map(({ Id }) => Id));
  }
  return () => {
    reading ??= read();
    return reading;
  };
}

/**
 * Lists the sessions of all users of a fleet or stack. Concatenates one listing per association and type: DescribeSessions
 * takes one stack and one fleet.
 */
export function allSessionsSource(
  context: AppStreamContext,
  filter: SessionsFilter,
  types: readonly AwsAuthenticationType[] = AUTHENTICATION_TYPES,
): PageSource<AppStreamSession> {
  const { StackName, FleetName, UserId, AuthenticationType, InstanceId } = filter;

  async function findChildren(): Promise<ChildSource<AppStreamSession>[]> {
    const pairs = await associations(context, StackName, FleetName);
    return pairs.flatMap(([stackName, fleetName]) => {
      const query = { ...filter, StackName: stackName, FleetName: fleetName };
      return listingsByType(context, query, types).map(({ type, source }) => ({
        key: JSON.stringify([stackName, fleetName, type]),
        source,
      }));
    });
  }

  const args = [StackName, FleetName, UserId, AuthenticationType, InstanceId];
  const id = sourceId('appstream', 'all-sessions', context.location, ...args);
  return concatSources(id, findChildren);
}

/** Reads the associations of a stack or a fleet, as pairs; with both names given, returns that pair without a call. */
async function associations(
  context: AppStreamContext,
  stackName: string | undefined,
  fleetName: string | undefined,
): Promise<(readonly [stackName: string, fleetName: string])[]> {
  if (stackName !== undefined && fleetName !== undefined) return [[stackName, fleetName]];
  if (fleetName !== undefined) {
    const stacks = await readAll(associatedStacksSource(context, fleetName));
    return stacks.map((stack) => [stack, fleetName]);
  }
  if (stackName !== undefined) {
    const fleets = await readAll(associatedFleetsSource(context, stackName));
    return fleets.map((fleet) => [stackName, fleet]);
  }
  return [];
}
