import { GatewayError } from '../errors/gateway-error.ts';
import { NotOfferedError } from './load-services.ts';
import { describeLocation, several } from './locations.ts';
import type { LocationSelection, LocationServices, ReadableLocation, RequestServices } from './services.ts';

type Find<Item> = (services: LocationServices) => Promise<Item | null>;

interface Answer<Item> {
  readonly location: ReadableLocation;
  readonly item: Item;
}

/**
 * Finds a resource by a key without account and region: looks it up in every location, concurrently.
 *
 * @throws the error of a failed location if no other has the resource: the failed one may have it
 */
export async function findAnywhere<Item>(services: RequestServices, find: Find<Item>): Promise<Item | null> {
  const [first] = await findInAll(services.locations(), find);
  return first?.item ?? null;
}

/**
 * Finds a resource by key in the locations that a selection matches.
 *
 * @throws GatewayError BAD_USER_INPUT if several locations have it, which it lists; the error of a failed location if no
 * other has the resource
 */
export async function findSelected<Item>(
  services: RequestServices,
  selection: LocationSelection,
  find: Find<Item>,
): Promise<Item | null> {
  const locations = await services.matching(selection);
  const [only] = locations;
  if (only && locations.length === 1) return find(await only.services());
  const found = await findInAll(locations, find);
  if (found.length > 1) throw await several(found.map(({ location }) => location));
  return found[0]?.item ?? null;
}

/** Looks a resource up in every location. Returns the results that are not null. */
async function findInAll<Item>(locations: readonly ReadableLocation[], find: Find<Item>): Promise<Answer<Item>[]> {
  const answers = await Promise.allSettled(locations.map(async (location) => find(await location.services())));
  const found = answers.flatMap((answer, index) => {
    const location = locations[index];
    return location && answer.status === 'fulfilled' && answer.value !== null ? [{ location, item: answer.value }] : [];
  });
  if (found.length > 0) return found;
  for (const [index, answer] of answers.entries()) {
    // Where AWS does not offer the service, there is no such resource.
    const isFailure = answer.status === 'rejected' && !(answer.reason instanceof NotOfferedError);
    if (isFailure) throw withLocation(answer.reason, locations[index]);
  }
  return [];
}

/** Adds the location to an upstream error; bad input is the same in every location. */
function withLocation(error: unknown, location: ReadableLocation | undefined): unknown {
  const isUpstream = error instanceof GatewayError && error.code.startsWith('UPSTREAM_');
  return isUpstream && location ? error.at(describeLocation(location)) : error;
}
