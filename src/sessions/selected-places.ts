import { GatewayError } from '../errors/gateway-error.ts';
import type { ReadableLocation, RequestServices } from '../services/services.ts';
import type { SessionFilter } from './filter.ts';

/** What of a filter says where. */
type Selection = Pick<SessionFilter, 'regions' | 'accountIds'>;

/**
 * The locations that a filter leaves, in the order of their keys. One whose account AWS has not named yet may turn out to be
 * another's.
 *
 * @throws GatewayError BAD_USER_INPUT for a region, an account, or a combination of them that the gateway does not read: an
 * empty list would say that nobody is there
 */
export async function selectedPlaces(
  services: RequestServices,
  { regions, accountIds }: Selection,
): Promise<readonly ReadableLocation[]> {
  const all = services.locations();
  for (const region of distinct(regions)) services.locations({ region });
  for (const accountId of distinct(accountIds)) if (!isKnown(all, accountId)) await isReadAtAll(services, accountId);

  const isSelected = { region: among(regions), account: among(accountIds) };
  const left = all.filter(
    ({ region, accountId }) => isSelected.region(region) && (accountId === null || isSelected.account(accountId)),
  );
  const isAsked = [regions, accountIds].every((list) => list === undefined || list.length > 0);
  // Each is read somewhere, and no location is both: said in the words for a location that is not read.
  if (left.length === 0 && isAsked) services.locations({ region: regions?.[0], accountId: accountIds?.[0] });
  return left;
}

export const isWanted = (list: readonly string[] | undefined, value: string): boolean => list?.includes(value) ?? true;

const distinct = (list: readonly string[] = []): ReadonlySet<string> => new Set(list);

function among(list: readonly string[] | undefined): (value: string) => boolean {
  const wanted = list && new Set(list);
  return (value) => wanted?.has(value) ?? true;
}

const isKnown = (all: readonly ReadableLocation[], accountId: string): boolean =>
  all.some((location) => location.accountId === accountId);

/** An account that only AWS can name is asked for its name; one that cannot say it is a source that fails, and not the query. */
async function isReadAtAll(services: RequestServices, accountId: string): Promise<void> {
  try {
    await services.matching({ accountId });
  } catch (error) {
    if (!(error instanceof GatewayError && error.code.startsWith('UPSTREAM_'))) throw error;
  }
}
