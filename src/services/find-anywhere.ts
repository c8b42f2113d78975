import { GatewayError } from '../errors/gateway-error.ts';
import { describeLocation, several } from './locations.ts';
import type { LocationSelection, LocationServices, ReadableLocation, RequestServices } from './services.ts';

type Find<Item> = (services: LocationServices) => Promise<Item | null>;

interface Answer<Item> {
  readonly location: ReadableLocation;
  readonly item: Item;
}

/**
 * Finds what is named by a key that says nothing of its account and region: every location is asked.
 *
 * @throws what a location failed with, where no other has it: it may be there
 */
export async function findAnywhere<Item>(services: RequestServices, find: Find<Item>): Promise<Item | null> {
  const [first] = await askAll(services.locations(), find);
  return first?.item ?? null;
}

/**
 * Finds what is named by a key and lives in one of the locations that a selection matches.
 *
 * @throws GatewayError BAD_USER_INPUT that lists the locations where several have it; what a location failed with, where no other
 * has it
 */
export async function findSelected<Item>(
  services: RequestServices,
  selection: LocationSelection,
  find: Find<Item>,
): Promise<Item | null> {
  const locations = await services.matching(selection);
  const [only] = locations;
  if (only && locations.length === 1) return find(await only.services());
  const found = await askAll(locations, find);
  if (found.length > 1) throw await several(found.map(({ location }) => location));
  return found[0]?.item ?? null;
}

/** Every location's answer that is one. */
async function askAll<Item>(locations: readonly ReadableLocation[], find: Find<Item>): Promise<Answer<Item>[]> {
  const answers = await Promise.allSettled(locations.map(async (location) => find(await location.services())));
  const found = answers.flatMap((answer, index) => {
    const location = locations[index];
    return location && answer.status === 'fulfilled' && answer.value !== null ? [{ location, item: answer.value }] : [];
  });
  if (found.length > 0) return found;
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 'rejected') throw atPlace(answer.reason, locations[index]);
  }
  return [];
}

/** Upstream trouble in the words of where it was; bad input is the same everywhere. */
function atPlace(error: unknown, location: ReadableLocation | undefined): unknown {
  const isUpstream = error instanceof GatewayError && error.code.startsWith('UPSTREAM_');
  return isUpstream && location ? error.at(describeLocation(location)) : error;
}
