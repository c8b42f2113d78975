import { GatewayError } from '../errors.ts';
import { concatSources } from '../paging/concat-sources.ts';
import type { PageSource } from '../paging/page-source.ts';
import { describePlace } from './places.ts';
import type { Place, RequestServices, ScopedServices, ScopeSelection } from './services.ts';

/**
 * One list over every scope that a selection matches, one behind the other. Of one scope it is that scope's own list.
 *
 * @param name of the list with all its arguments but the selection
 * @throws GatewayError BAD_USER_INPUT when no scope matches, UPSTREAM_* where AWS does not say whether one does
 */
export async function spanScopes<Item>(
  services: RequestServices,
  selection: ScopeSelection,
  name: readonly unknown[],
  list: (services: ScopedServices) => PageSource<Item>,
): Promise<PageSource<Item>> {
  const places = await services.matching(selection);
  const [only] = places;
  if (only && places.length === 1) return list(await only.services());

  const { accountId = null, region = null } = selection;
  const parts = places.map((place) => ({ key: place.key, source: placed(place, list) }));
  return concatSources(JSON.stringify(['scopes', accountId, region, ...name]), async () => parts);
}

/** The list of one place, which is asked who it is when it is its turn. */
function placed<Item>(place: Place, list: (services: ScopedServices) => PageSource<Item>): PageSource<Item> {
  return {
    id: place.key,
    async listPage(token, resumes) {
      try {
        return await list(await place.services()).listPage(token, resumes);
      } catch (error) {
        // A pool lives in one of several places; in the others its list is empty.
        if (error instanceof GatewayError && error.code === 'NOT_FOUND') return { items: [], nextToken: null };
        // The list cannot go on without it, but its client can: by selecting the others.
        const isUpstream = error instanceof GatewayError && error.code.startsWith('UPSTREAM_');
        throw isUpstream ? error.at(describePlace(place)) : error;
      }
    },
  };
}
