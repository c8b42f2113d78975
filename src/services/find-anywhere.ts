import { GatewayError } from '../errors.ts';
import { describePlace, several } from './places.ts';
import type { Place, RequestServices, ScopedServices, ScopeSelection } from './services.ts';

type Find<Item> = (services: ScopedServices) => Promise<Item | null>;

interface Answer<Item> {
  readonly place: Place;
  readonly item: Item;
}

/**
 * Finds what is named by a key that says nothing of its account and region: every place is asked.
 *
 * @throws what a place failed with, where no other has it: it may be there
 */
export async function findAnywhere<Item>(services: RequestServices, find: Find<Item>): Promise<Item | null> {
  const [first] = await askAll(services.places(), find);
  return first?.item ?? null;
}

/**
 * Finds what is named by a key and lives in one of the places that a selection matches.
 *
 * @throws GatewayError BAD_USER_INPUT that lists the places where several have it; what a place failed with, where no other
 * has it
 */
export async function findSelected<Item>(
  services: RequestServices,
  selection: ScopeSelection,
  find: Find<Item>,
): Promise<Item | null> {
  const places = await services.matching(selection);
  const [only] = places;
  if (only && places.length === 1) return find(await only.services());
  const found = await askAll(places, find);
  if (found.length > 1) throw await several(found.map(({ place }) => place));
  return found[0]?.item ?? null;
}

/** Every place's answer that is one. */
async function askAll<Item>(places: readonly Place[], find: Find<Item>): Promise<Answer<Item>[]> {
  const answers = await Promise.allSettled(places.map(async (place) => find(await place.services())));
  const found = answers.flatMap((answer, index) => {
    const place = places[index];
    return place && answer.status === 'fulfilled' && answer.value !== null ? [{ place, item: answer.value }] : [];
  });
  if (found.length > 0) return found;
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 'rejected') throw atPlace(answer.reason, places[index]);
  }
  return [];
}

/** Upstream trouble in the words of where it was; bad input is the same everywhere. */
function atPlace(error: unknown, place: Place | undefined): unknown {
  const isUpstream = error instanceof GatewayError && error.code.startsWith('UPSTREAM_');
  return isUpstream && place ? error.at(describePlace(place)) : error;
}
