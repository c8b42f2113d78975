import type { Call, PageAnswer } from '../operation.ts';
import type { AppStreamFleet, AppStreamStack } from '../world/state.ts';
import { fleetNotFound, invalidToken, stackNotFound } from './errors.ts';

/** @throws ServiceError ResourceNotFoundException */
export function fleetNamed(call: Call, name: string): AppStreamFleet {
  const fleet = call.location.fleets.get(name);
  if (!fleet) throw fleetNotFound(name);
  return fleet;
}

/** @throws ServiceError ResourceNotFoundException */
export function stackNamed(call: Call, name: string): AppStreamStack {
  const stack = call.location.stacks.get(name);
  if (!stack) throw stackNotFound(name);
  return stack;
}

/**
 * The things of these names, each once, in the order of the names; all when none is named. Whether AWS refuses the
 * whole call for one unknown name is unverified, hence the quirk.
 */
export function namedOrAll<Thing>(
  call: Call,
  things: ReadonlyMap<string, Thing>,
  names: readonly string[] | undefined,
  notFound: (name: string) => Error,
): readonly Thing[] {
  if (!names || names.length === 0) return [...things.values()];
  return [...new Set(names)].flatMap((name) => {
    const thing = things.get(name);
    if (thing !== undefined) return [thing];
    if (call.quirks.unknownNameFailsBatch) throw notFound(name);
    return [];
  });
}

/** One page of a list whose pages AWS sizes itself. */
export function unsizedPage<Item>(call: Call, items: readonly Item[]): PageAnswer<Item> {
  const { NextToken } = call.input as { NextToken?: string };
  return call.page(items, { token: NextToken, limit: call.quirks.unsizedPageLength, invalidToken });
}
