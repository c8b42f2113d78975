import { GatewayError } from '../errors/gateway-error.ts';
import { concatSources } from '../paging/composite/concat-sources.ts';
import type { PageSource } from '../paging/page-source.ts';
import { describeLocation } from './locations.ts';
import type { LocationSelection, LocationServices, ReadableLocation, RequestServices } from './services.ts';

/**
 * One list over every location that a selection matches, one behind the other. Of one location it is that location's own list.
 *
 * @param name of the list with all its arguments but the selection
 * @throws GatewayError BAD_USER_INPUT when no location matches, UPSTREAM_* where AWS does not say whether one does
 */
export async function spanLocations<Item>(
  services: RequestServices,
  selection: LocationSelection,
  name: readonly unknown[],
  list: (services: LocationServices) => PageSource<Item>,
): Promise<PageSource<Item>> {
  const locations = await services.matching(selection);
  const [only] = locations;
  if (only && locations.length === 1) return list(await only.services());

  const { accountId = null, region = null } = selection;
  const children = locations.map((location) => ({ key: location.key, source: placed(location, list) }));
  return concatSources(JSON.stringify(['scopes', accountId, region, ...name]), async () => children);
}

/** The list of one location, which is asked who it is when it is its turn. */
function placed<Item>(
  location: ReadableLocation,
  list: (services: LocationServices) => PageSource<Item>,
): PageSource<Item> {
  return {
    id: location.key,
    async listPage(token, resumes) {
      try {
        return await list(await location.services()).listPage(token, resumes);
      } catch (error) {
        // A pool lives in one of several locations; in the others its list is empty.
        if (error instanceof GatewayError && error.code === 'NOT_FOUND') return { items: [], nextToken: null };
        // The list cannot go on without it, but its client can: by selecting the others.
        const isUpstream = error instanceof GatewayError && error.code.startsWith('UPSTREAM_');
        throw isUpstream ? error.at(describeLocation(location)) : error;
      }
    },
  };
}
