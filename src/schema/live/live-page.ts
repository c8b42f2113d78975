import { brandWithType } from '@pothos/core';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { LiveItem, LivePage } from '../../live/index/live-index.ts';
import type { CountedSource } from '../../live/index/live-sources.ts';
import { ownSources } from '../../live/index/own-sources.ts';
import type { TimeBounds, Timestamp } from '../../live/live-session.ts';
import type { Live } from '../../live/live-sessions/live.ts';
import { START } from '../../paging/position.ts';
import type { ReadableLocation } from '../../services/services.ts';
import { servicesOf } from '../../sessions/filter.ts';
import type { SourceMetadata } from '../../sessions/provider.ts';
import { providerOf, type SessionService } from '../../sessions/providers.ts';
import { selectedLocations } from '../../sessions/selected-locations.ts';
import { locationLabels } from '../../sessions/sources.ts';
import type { Context } from '../builder/context.ts';
import { encodedOnce } from '../relay/known-cursors.ts';
import { showAs } from '../sessions/session.ts';
import type { ParsedQuery } from './live-query.ts';

/** Page of live sessions. What is not part of the page is read on selection. */
export interface LiveConnection {
  readonly edges: readonly LiveEdge[];
  readonly pageInfo: {
    readonly hasNextPage: boolean | Promise<boolean>;
    readonly hasPreviousPage: boolean | Promise<boolean>;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly query: ParsedQuery;
  /** Opaque revision of the change log that the page shows. */
  readonly position: string;
  /** Returns the sources of the services and locations that the filter selects. */
  sources(): Promise<readonly CountedSource[]>;
  /** True if the filter selects a service and a location: without a source it is not known what they have. */
  readonly expectsSources: boolean;
}

export interface LiveEdge {
  readonly cursor: string;
  /** AWS shape of the session. */
  readonly node: object;
  readonly firstSeenAt: Timestamp;
  readonly lastSeenAt: Timestamp;
  readonly statusSince: TimeBounds;
  readonly isUnverified: boolean;
}

/** Id of the list that positions belong to. */
const POSITIONS = 'live position';

/** @throws GatewayError SERVICE_DISABLED if the operator has switched live sessions off */
export function requireLive({ live }: Pick<Context, 'live'>): Live {
  if (live) return live;
  throw new GatewayError('SERVICE_DISABLED', 'Live sessions are switched off by GATEWAY_LIVE.');
}

/**
 * Reads a page of live sessions. Waits for the first scan of the selected sources, at most until the deadline nears.
 *
 * @throws GatewayError BAD_USER_INPUT for a region or account that this gateway does not read
 */
export async function readLivePage(query: ParsedQuery, context: Context): Promise<LiveConnection> {
  const live = requireLive(context);
  const { services, locations } = await selection(query, context);
  const isSelected = sourceFilter(services, locations);
  await live.look(context.deadline, isSelected);
  const page = await live.index.page(query);
  await prepareLocations(page.items, context);
  let sources: Promise<readonly CountedSource[]> | undefined;
  return {
    edges: page.items.map((item) => toEdge(item, query)),
    pageInfo: pageInfoOf(page, query, live),
    query,
    position: context.cursors.encode(POSITIONS, { ...START, token: `${live.changes.id}.${page.revision}` }),
    expectsSources: services.length > 0 && locations.length > 0,
    sources() {
      sources ??= live.index.sources(onlyUserOf(query)).then((all) => visibleSources(all.filter(isSelected), context));
      return sources;
    },
  };
}

const onlyUserOf = ({ filter: { onlyUser } }: ParsedQuery) => (onlyUser === undefined ? {} : { onlyUser });

/** Returns the services and locations that the filter selects. Which resources a source has is not known. */
async function selection({ shared }: ParsedQuery, { services }: Context) {
  return { services: servicesOf(shared), locations: await selectedLocations(services, shared) };
}

function sourceFilter(services: readonly SessionService[], locations: readonly ReadableLocation[]) {
  return ({ service, location }: SourceMetadata): boolean =>
    services.includes(service as SessionService) && locations.some((each) => isAt(location, each));
}

/** Returns true if a source may be of a location: an account id that is not known yet may be any. */
function isAt(location: SourceMetadata['location'], { region, accountId }: ReadableLocation): boolean {
  const isAccount = location.accountId === null || accountId === null || location.accountId === accountId;
  return region === location.region && isAccount;
}

function visibleSources(sources: readonly CountedSource[], { own, services }: Context): readonly CountedSource[] {
  if (!own) return sources;
  const locations = services.locations();
  const labelOf = locationLabels(locations);
  return ownSources(sources, ({ service, location, label }) => {
    const at = locations.find((each) => isAt(location, each));
    return at ? `${providerOf(service as SessionService).label} ${labelOf(at)}` : label;
  });
}

/** Makes loaders of the sessions' locations available: `services.of` needs locations that this request has found. */
async function prepareLocations(items: readonly LiveItem[], { services }: Context): Promise<void> {
  const locations = new Map(
    items.map(({ session }) => [JSON.stringify(session.view.location), session.view.location] as const),
  );
  await Promise.all([...locations.values()].map((location) => services.find(location)));
}

function toEdge(item: LiveItem, { cursorOf }: ParsedQuery): LiveEdge {
  const { session, key, lastSeenAt, isUnverified } = item;
  brandWithType(session.session, session.type as never);
  showAs(session.session, session.view);
  const { firstSeenAt, statusSince } = session;
  const edge = {
    get cursor() {
      return cursorOf(key);
    },
    node: session.session,
  };
  return Object.assign(encodedOnce(edge, session.session), { firstSeenAt, lastSeenAt, statusSince, isUnverified });
}

/** Both flags are exact: the one against the direction of reading is read on selection. */
function pageInfoOf({ items, hasMore }: LivePage, query: ParsedQuery, { index }: Live): LiveConnection['pageInfo'] {
  const { isBackward, from, limit, filter, cursorOf } = query;
  const [first, last] = [items[0], items.at(-1)];
  const edge = isBackward ? last : first;

  async function hasOther(): Promise<boolean> {
    if (edge) {
      const other = await index.page({ ...query, isBackward: !isBackward, from: edge.key, limit: 1 });
      return other.items.length > 0;
    }
    // Behind the last session, the others stand in front. Of a page of no session, the one of the cursor does.
    return from !== null && (limit === 0 || (await index.count(filter)) > 0);
  }

  return {
    get hasNextPage() {
      return isBackward ? hasOther() : hasMore;
    },
    get hasPreviousPage() {
      return isBackward ? hasMore : hasOther();
    },
    startCursor: first ? cursorOf(first.key) : null,
    endCursor: last ? cursorOf(last.key) : null,
  };
}
