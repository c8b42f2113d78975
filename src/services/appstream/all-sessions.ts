import type { AwsLocation } from '../../aws/location.ts';
import { type ChildSource, concatSources } from '../../paging/composite/concat-sources.ts';
import { filterPages } from '../../paging/derived-sources.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { readAll } from '../read-list.ts';
import type { AppStreamApi } from './api.ts';
import {
  type AppStreamSession,
  AUTHENTICATION_TYPES,
  type AwsAuthenticationType,
  isKnownType,
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
 * only, which is right under both readings. One of a type that this build does not know, or of none, has no listing of its
 * own: it counts in the first that shows it. API users are listed without a type, so that AWS can show such items.
 *
 * @param types the ways in that are in use; a query that names one is about that one
 */
export function listingsByType(
  api: AppStreamApi,
  location: AwsLocation,
  query: SessionsQuery,
  types: readonly AwsAuthenticationType[],
): readonly TypedListing[] {
  const asked = query.AuthenticationType;
  if (asked) {
    const isOfType = ({ AuthenticationType = asked }: AppStreamSession) => AuthenticationType === asked;
    return [
      { type: asked, source: filterPages(sessionsSource(api, location, query), (items) => items.filter(isOfType)) },
    ];
  }
  const listings = types.map((type) => ({
    type,
    source: sessionsSource(api, location, { ...query, ...askFor(type, query) }),
  }));
  return listings.map(({ type, source }, index) => {
    const earlier = idsOnce(listings.slice(0, index).map((listing) => listing.source));
    return { type, source: filterPages(source, (items) => counted(items, type, earlier)) };
  });
}

/** `UserId` needs a type (API reference of DescribeSessions). */
function askFor(type: AwsAuthenticationType, { UserId }: SessionsQuery): Partial<SessionsQuery> {
  return type === 'API' && UserId === undefined ? {} : { AuthenticationType: type };
}

/** The items of a page that count in the listing of a type. */
async function counted(
  items: readonly AppStreamSession[],
  type: AwsAuthenticationType,
  earlier: () => Promise<ReadonlySet<string>>,
): Promise<readonly AppStreamSession[]> {
  const own = items.filter(({ AuthenticationType }) => AuthenticationType === type || !isKnownType(AuthenticationType));
  if (own.every(({ AuthenticationType }) => AuthenticationType === type)) return own;
  const shown = await earlier();
  return own.filter(({ Id, AuthenticationType }) => AuthenticationType === type || !shown.has(Id));
}

/** The ids of all items of several lists, read when first asked for. */
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

/** Everybody's sessions on a fleet or through a stack, one listing behind the other: DescribeSessions takes one stack and one fleet. */
export function allSessionsSource(
  api: AppStreamApi,
  location: AwsLocation,
  filter: SessionsFilter,
  types: readonly AwsAuthenticationType[] = AUTHENTICATION_TYPES,
): PageSource<AppStreamSession> {
  const { StackName, FleetName, UserId, AuthenticationType, InstanceId } = filter;

  async function findChildren(): Promise<ChildSource<AppStreamSession>[]> {
    const pairs = await associations(api, location, StackName, FleetName);
    return pairs.flatMap(([stackName, fleetName]) => {
      const query = { ...filter, StackName: stackName, FleetName: fleetName };
      return listingsByType(api, location, query, types).map(({ type, source }) => ({
        key: JSON.stringify([stackName, fleetName, type]),
        source,
      }));
    });
  }

  const id = sourceId('all-sessions', location, StackName, FleetName, UserId, AuthenticationType, InstanceId);
  return concatSources(id, findChildren);
}

/** The pairs of stack and fleet that the two names leave open; both given, they are the pair. */
async function associations(
  api: AppStreamApi,
  location: AwsLocation,
  stackName: string | undefined,
  fleetName: string | undefined,
): Promise<(readonly [stackName: string, fleetName: string])[]> {
  if (stackName !== undefined && fleetName !== undefined) return [[stackName, fleetName]];
  if (fleetName !== undefined) {
    const stacks = await readAll(associatedStacksSource(api, location, fleetName));
    return stacks.map((stack) => [stack, fleetName]);
  }
  if (stackName !== undefined) {
    const fleets = await readAll(associatedFleetsSource(api, location, stackName));
    return fleets.map((fleet) => [stackName, fleet]);
  }
  return [];
}
