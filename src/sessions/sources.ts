import type { CompositeSource, SourceNode } from '../paging/composite/source-tree.ts';
import type { ReadableLocation } from '../services/services.ts';
import { type AnySession, toAnySessions } from './any-session.ts';
import { type SessionFilter, servicesOf, wantsHistory } from './filter.ts';
import type { ProviderAtLocation, SessionProvider, SourceMetadata } from './provider.ts';
import { providerOf, type SessionService } from './providers.ts';
import { isSelected } from './selected-locations.ts';

export type SessionSourceNode = SourceNode<AnySession, SourceMetadata>;
export type SessionSources = CompositeSource<AnySession, SourceMetadata>;

/**
 * Creates the sources that a filter selects, by service and location. Each is resolved when iteration reaches it. A service that is
 * disabled, or that AWS does not offer in a location, has no source there.
 *
 * @param locations all locations that the gateway reads
 * @param selected locations that the filter selects: see `selectedLocations`
 */
export function sessionSources(
  locations: readonly ReadableLocation[],
  selected: readonly ReadableLocation[],
  filter: SessionFilter,
): SessionSources {
  const labelOf = locationLabels(locations);
  return {
    key: '',
    children: async () =>
      servicesOf(filter).flatMap((service) =>
        selected
          .filter((location) => location.has(providerOf(service).name))
          .map((location) => sourcesAt(location, service, filter, labelOf)),
      ),
  };
}

/** Returns the labels of locations: the region, after the account where several are read. */
export function locationLabels(locations: readonly ReadableLocation[]): (location: ReadableLocation) => string {
  const isOfOneAccount = new Set(locations.map(({ key, region }) => key.slice(0, -region.length))).size < 2;
  return ({ key, region }) => (isOfOneAccount ? region : key.replace('/', ' '));
}

/** Returns the key of the sources of a service and location: that of a child of the root. */
export function locationSourceKey(service: SessionService, location: Pick<ReadableLocation, 'key'>): string {
  return `${service} ${location.key}`;
}

function sourcesAt(
  location: ReadableLocation,
  service: SessionService,
  filter: SessionFilter,
  labelOf: (location: ReadableLocation) => string,
): SessionSourceNode {
  const provider = providerOf(service);
  const metadata = (detail = ''): SourceMetadata => ({
    service,
    location: { accountId: location.accountId, region: location.region },
    // Labels for self-scoped callers do not reveal fleets and pools.
    label: `${provider.label} ${labelOf(location)}${filter.isOwn ? '' : detail}`,
  });
  return {
    key: locationSourceKey(service, location),
    metadata: metadata(),
    async children() {
      const services = await location.services();
      if (!isSelected(filter.accountIds, services.location.accountId)) return [];
      const at = {
        services,
        conditions: conditionsOf(provider, filter),
        includeHistory: wantsHistory(filter),
        metadata,
      };
      return (await provider.listSources(at)).map((node) => toAnySessions(provider, node));
    },
  };
}

/** Selects the provider's own conditions of a filter. */
function conditionsOf({ conditions }: SessionProvider, filter: SessionFilter) {
  const given: Readonly<Record<string, unknown>> = { ...filter };
  return Object.fromEntries(
    Object.keys(conditions).map((name) => [name, given[name] as readonly string[] | undefined]),
  ) as ProviderAtLocation['conditions'];
}
