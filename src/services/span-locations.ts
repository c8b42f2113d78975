import { GatewayError } from '../errors/gateway-error.ts';
import { concatSources } from '../paging/composite/concat-sources.ts';
import type { PageSource } from '../paging/page-source.ts';
import { NotOfferedError } from './load-services.ts';
import { describeLocation } from './locations.ts';
import type { LocationSelection, LocationServices, ReadableLocation, RequestServices } from './services.ts';

/**
 * Concatenates the lists of every location that a selection matches. For one location, returns that location's own list.
 *
 * @param name name of the list, with all its arguments except the selection
 * @throws GatewayError BAD_USER_INPUT when no location matches, UPSTREAM_* when AWS does not return an account id
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
  const children = locations.map((location) => ({ key: location.key, source: sourceAt(location, list) }));
  return concatSources(JSON.stringify(['scopes', accountId, region, ...name]), async () => children);
}

/** Creates the list of one location. Reads the account id when the first page is read. */
function sourceAt<Item>(
  location: ReadableLocation,
  list: (services: LocationServices) => PageSource<Item>,
): PageSource<Item> {
  return {
    id: location.key,
    async listPage(token, resumes) {
      try {
        return await list(await location.services()).listPage(token, resumes);
      } catch (error) {
        // A pool exists in one location only; its list is empty in the others, and where AWS does not offer the service.
        const isEmpty = error instanceof GatewayError && error.code === 'NOT_FOUND';
        if (isEmpty || error instanceof NotOfferedError) return { items: [], nextToken: null };
        // The list fails as a whole. The error names the location, so that the client can select the others.
        const isUpstream = error instanceof GatewayError && error.code.startsWith('UPSTREAM_');
        throw isUpstream ? error.at(describeLocation(location)) : error;
      }
    },
  };
}
