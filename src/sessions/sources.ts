import type { CompositeSource, SourceNode } from '../paging/composite/source-tree.ts';
import { existing } from '../services/load-by-key.ts';
import { readAll } from '../services/read-list.ts';
import type { LocationServices, ReadableLocation } from '../services/services.ts';
import { type AnySession, ofPool, ofSsm } from './any-session.ts';
import { appStreamParts } from './appstream-sources.ts';
import { type SessionFilter, servicesOf, wantsHistory } from './filter.ts';
import { isWanted } from './selected-places.ts';
import type { SessionService } from './session.ts';

/** What a client is told of a source. */
export interface SourceMetadata {
  readonly service: SessionService;
  readonly location: { readonly accountId: string | null; readonly region: string };
  readonly label: string;
}

export type SessionSourceNode = SourceNode<AnySession, SourceMetadata>;
export type SessionSources = CompositeSource<AnySession, SourceMetadata>;

/** One service in one location: what it takes to find its lists. */
export interface ServiceAtLocation {
  readonly services: LocationServices;
  readonly filter: SessionFilter;
  /** Metadata of a list in it that clients see; `detail` names the list. */
  metadata(detail?: string): SourceMetadata;
}

const NAMES: Readonly<Record<SessionService, string>> = {
  APPSTREAM: 'AppStream',
  SSM: 'SSM',
  WORKSPACES: 'WorkSpaces Pools',
};

const PARTS: Readonly<Record<SessionService, (at: ServiceAtLocation) => Promise<readonly SessionSourceNode[]>>> = {
  APPSTREAM: appStreamParts,
  SSM: ssmParts,
  WORKSPACES: poolParts,
};

/**
 * Every list that a filter leaves, service by service and location by location; each is found when it is its turn.
 *
 * @param locations all that the gateway reads
 * @param wanted those of them that the filter leaves: see `selectedPlaces`
 */
export function sessionSources(
  locations: readonly ReadableLocation[],
  wanted: readonly ReadableLocation[],
  filter: SessionFilter,
): SessionSources {
  const isOfOneAccount = new Set(locations.map(({ key, region }) => key.slice(0, -region.length))).size < 2;
  return {
    key: '',
    children: async () =>
      servicesOf(filter).flatMap((service) =>
        wanted.map((location) => serviceIn(location, service, filter, isOfOneAccount)),
      ),
  };
}

function serviceIn(
  location: ReadableLocation,
  service: SessionService,
  filter: SessionFilter,
  isOfOneAccount: boolean,
): SessionSourceNode {
  const where = isOfOneAccount ? location.region : location.key.replace('/', ' ');
  const metadata = (detail = ''): SourceMetadata => ({
    service,
    location: { accountId: location.accountId, region: location.region },
    // Which fleets and pools there are is not told to who may have no session on them: their lists stand as one.
    label: `${NAMES[service]} ${where}${filter.isOwn ? '' : detail}`,
  });
  return {
    key: `${service} ${location.key}`,
    metadata: metadata(),
    async children() {
      const services = await location.services();
      return isWanted(filter.accountIds, services.location.accountId)
        ? PARTS[service]({ services, filter, metadata })
        : [];
    },
  };
}

async function ssmParts({
  services: { ssm },
  filter,
  metadata,
}: ServiceAtLocation): Promise<readonly SessionSourceNode[]> {
  const active = { key: 'Active', metadata: metadata(), source: ofSsm(ssm.sessions({ State: 'Active' })) };
  const history = { key: 'History', metadata: metadata(' history'), source: ofSsm(ssm.sessions({ State: 'History' })) };
  return wantsHistory(filter) ? [active, history] : [active];
}

async function poolParts({ services, filter, metadata }: ServiceAtLocation): Promise<readonly SessionSourceNode[]> {
  const { workspaces } = services;
  const named =
    filter.poolIds && Promise.all([...new Set(filter.poolIds)].map((poolId) => workspaces.poolById(poolId)));
  const pools = named ? existing(await named) : await readAll(workspaces.pools(null));
  return pools.map(({ PoolId, PoolName }) => ({
    key: PoolId,
    metadata: metadata(` pool ${PoolName ?? PoolId}`),
    source: ofPool(workspaces.sessionsOfPool({ PoolId })),
  }));
}
