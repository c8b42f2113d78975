import { GatewayError } from '../errors/gateway-error.ts';
import type { ReadableLocation, RequestServices } from '../services/services.ts';
import type { SessionFilter } from './filter.ts';

/** Conditions of a filter on locations. */
type Selection = Pick<SessionFilter, 'regions' | 'accountIds'>;

/**
 * Returns the locations that a filter selects, in the order of their keys. A location whose account id is still unknown may
 * turn out not to match.
 *
 * @throws GatewayError BAD_USER_INPUT for a region, an account, or a combination of them that the gateway does not read: an
 * empty list would claim that there are no sessions
 */
export async function selectedLocations(
  services: RequestServices,
  { regions, accountIds }: Selection,
): Promise<readonly ReadableLocation[]> {
  const all = services.locations();
  for (const region of distinct(regions)) services.locations({ region });
  for (const accountId of distinct(accountIds))
    if (!isKnown(all, accountId)) await checkAccountIsRead(services, accountId);

  const isRegion = among(regions);
  const isAccount = among(accountIds);
  const selected = all.filter(
    ({ region, accountId }) => isRegion(region) && (accountId === null || isAccount(accountId)),
  );
  const isPossible = [regions, accountIds].every((list) => list === undefined || list.length > 0);
  // Region and account are each read, but not together: throws the error for a location that is not read.
  if (selected.length === 0 && isPossible) services.locations({ region: regions?.[0], accountId: accountIds?.[0] });
  return selected;
}

export const isSelected = (list: readonly string[] | undefined, value: string): boolean =>
  list?.includes(value) ?? true;

const distinct = (list: readonly string[] = []): ReadonlySet<string> => new Set(list);

function among(list: readonly string[] | undefined): (value: string) => boolean {
  const wanted = list && new Set(list);
  return (value) => wanted?.has(value) ?? true;
}

const isKnown = (all: readonly ReadableLocation[], accountId: string): boolean =>
  all.some((location) => location.accountId === accountId);

/**
 * Checks that an account id that is not known yet is one that AWS returns for a location. Ignores upstream errors: they fail a
 * source, not the query.
 *
 * @throws GatewayError BAD_USER_INPUT for an account that the gateway does not read
 */
async function checkAccountIsRead(services: RequestServices, accountId: string): Promise<void> {
  try {
    await services.matching({ accountId });
  } catch (error) {
    if (!(error instanceof GatewayError && error.code.startsWith('UPSTREAM_'))) throw error;
  }
}
