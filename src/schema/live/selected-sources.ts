import type { CountedSource } from '../../live/index/live-sources.ts';
import { ownSources } from '../../live/index/own-sources.ts';
import type { LiveSourceState, Timestamp } from '../../live/live-session.ts';
import type { ReadableLocation } from '../../services/services.ts';
import { checkEnabled } from '../../sessions/enabled-services.ts';
import { servicesOf } from '../../sessions/filter.ts';
import type { SourceMetadata } from '../../sessions/provider.ts';
import { providerOf, type SessionService } from '../../sessions/providers.ts';
import { selectedLocations } from '../../sessions/selected-locations.ts';
import { locationLabels } from '../../sessions/sources.ts';
import type { Context } from '../builder/context.ts';
import type { ParsedQuery } from './live-query.ts';
import { requireLive } from './require-live.ts';

/** Sources of the services and locations that a filter selects. Which resources a source has is not known. */
export interface SelectedSources {
  /** True if the filter selects a service and a location that has it: without a source it is not known what they have. */
  readonly areExpected: boolean;
  isSelected(source: SourceMetadata): boolean;
  /** Returns the states of the sources now. */
  states(): readonly LiveSourceState[];
  /** Returns the sources as the caller may see them, with their numbers of sessions. @param ids only these; null: all */
  counted(ids?: ReadonlySet<string> | null): Promise<readonly CountedSource[]>;
}

/** @throws GatewayError BAD_USER_INPUT for a region or account that this gateway does not read, SERVICE_DISABLED for a service */
export async function selectedSources({ shared, filter }: ParsedQuery, context: Context): Promise<SelectedSources> {
  const live = requireLive(context);
  checkEnabled(shared, context.services);
  const services = servicesOf(shared);
  const locations = await selectedLocations(context.services, shared);
  const { onlyUser } = filter;
  const isSelected = ({ service, location }: SourceMetadata): boolean =>
    services.includes(service as SessionService) && locations.some((each) => isAt(location, each));
  return {
    areExpected: services.some((service) => locations.some((each) => each.has(providerOf(service).name))),
    isSelected,
    states: () => live.sources().filter(isSelected),
    async counted(ids = null) {
      const all = (await live.index.sources(onlyUser === undefined ? {} : { onlyUser })).filter(isSelected);
      const isWanted = ({ id }: CountedSource) => ids === null || ids.has(id);
      // Those that a self-scoped caller sees are merged from several.
      if (context.own) return all.some(isWanted) ? visibleSources(all, context) : [];
      return all.filter(isWanted);
    },
  };
}

/** Returns the oldest `asOf` of sources. Those without a complete scan do not count; the current time if there are no others. */
export function oldestScan(sources: readonly { readonly asOf: Timestamp | null }[]): Date {
  const times = sources.flatMap(({ asOf }) => (asOf === null ? [] : [asOf]));
  return new Date(times.length > 0 ? Math.min(...times) : Date.now());
}

/** Returns true if a source is not up to date, or none is known where there should be some. */
export function isIncomplete(
  sources: readonly Pick<LiveSourceState, 'status'>[],
  { areExpected }: Pick<SelectedSources, 'areExpected'>,
): boolean {
  return sources.length > 0 ? sources.some(({ status }) => status !== 'UP_TO_DATE') : areExpected;
}

/** Returns true if a source may be of a location: an account id that is not known yet may be any. */
function isAt(location: SourceMetadata['location'], { region, accountId }: ReadableLocation): boolean {
  const isAccount = location.accountId === null || accountId === null || location.accountId === accountId;
  return region === location.region && isAccount;
}

function visibleSources(sources: readonly CountedSource[], { services }: Context): readonly CountedSource[] {
  const locations = services.locations();
  const labelOf = locationLabels(locations);
  return ownSources(sources, ({ service, location, label }) => {
    const at = locations.find((each) => isAt(location, each));
    return at ? `${providerOf(service as SessionService).label} ${labelOf(at)}` : label;
  });
}
