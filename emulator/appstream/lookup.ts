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
 * Returns the resources of these names, each once, in the order of the names; without names all of them.
 *
 * @throws ServiceError of `notFound` for an unknown name, with the quirk `unknownNameFailsBatch` (F-04)
 */
export function namedOrAll<Resource>(
  call: Call,
  resources: ReadonlyMap<string, Resource>,
  names: readonly string[] | undefined,
  notFound: (name: string) => Error,
): readonly Resource[] {
  if (!names || names.length === 0) return [...resources.values()];
  return [...new Set(names)].flatMap((name) => {
    const resource = resources.get(name);
    if (resource !== undefined) return [resource];
    if (call.quirks.unknownNameFailsBatch) throw notFound(name);
    return [];
  });
}

/** Cuts a page of a list without a page size parameter (F-06). */
export function unsizedPage<Item>(call: Call, items: readonly Item[]): PageAnswer<Item> {
  const { NextToken } = call.input as { NextToken?: string };
  return call.page(items, { token: NextToken, limit: call.quirks.unsizedPageLength, invalidToken });
}
