import type { AwsLocation } from '../aws/location.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { LocationServices } from './aws-service.ts';

/** One account in one region that this gateway is configured to read. */
export interface ReadableLocation {
  /**
   * Its name, and its location in every order: account id where it is known without a call, else the profile or `default`,
   * and region. The same in every replica with the same configuration.
   */
  readonly key: string;
  readonly region: string;
  /** Null where only AWS can say it, and has not yet. */
  readonly accountId: string | null;
  /** @throws GatewayError UPSTREAM_* where its credentials cannot be had or AWS does not say who we are */
  services(): Promise<LocationServices>;
}

/** Which account and region a client asks about; absent: whichever there is. */
export interface LocationSelection {
  readonly accountId?: string | null;
  readonly region?: string | null;
}

/** The locations that a selection may match, without a call. @throws GatewayError BAD_USER_INPUT when none can */
export function candidates(
  all: readonly ReadableLocation[],
  selection: LocationSelection,
): readonly ReadableLocation[] {
  const found = all.filter((location) => mayMatch(location, selection));
  if (found.length === 0) throw notRead(all);
  return found;
}

/**
 * The locations that a selection does match: AWS is asked whose the credentials are, where the selection turns on that.
 *
 * @throws GatewayError BAD_USER_INPUT when none does, UPSTREAM_* where AWS does not say
 */
export async function matching(
  all: readonly ReadableLocation[],
  selection: LocationSelection,
): Promise<readonly ReadableLocation[]> {
  const found = await confirmed(all, selection);
  if (found.length > 0) return found;
  await tryToName(all);
  throw notRead(all);
}

/** The one location that a selection matches. @throws GatewayError BAD_USER_INPUT that lists them when there are several */
export async function single(
  all: readonly ReadableLocation[],
  selection: LocationSelection,
): Promise<ReadableLocation> {
  const found = await matching(all, selection);
  const [only] = found;
  if (only && found.length === 1) return only;
  throw await several(found);
}

/** The error for a selection that leaves several locations; it lists them. */
export async function several(found: readonly ReadableLocation[]): Promise<GatewayError> {
  await tryToName(found);
  return new GatewayError(
    'BAD_USER_INPUT',
    `Several scopes match: ${describeAll(found)}. Say which by \`accountId\` and \`region\`.`,
  );
}

/** The location that is this location; null where there is none. @throws GatewayError UPSTREAM_* where AWS does not say whose it is */
export async function findLocation(
  all: readonly ReadableLocation[],
  location: AwsLocation,
): Promise<ReadableLocation | null> {
  const known = all.find(({ accountId, region }) => accountId === location.accountId && region === location.region);
  return known ?? (await confirmed(all, location))[0] ?? null;
}

/** As a client is told of it. */
export function describeLocation({ accountId, key, region }: ReadableLocation): string {
  const name = key.slice(0, -region.length - 1);
  return `account ${accountId ?? `of "${name}"`}, region ${region}`;
}

async function confirmed(
  all: readonly ReadableLocation[],
  selection: LocationSelection,
): Promise<readonly ReadableLocation[]> {
  const found = all.filter((location) => mayMatch(location, selection));
  const { accountId } = selection;
  if (accountId === undefined || accountId === null) return found;
  const accounts = await Promise.all(found.map(accountOf));
  return found.filter((_place, index) => accounts[index] === accountId);
}

function mayMatch(location: ReadableLocation, { accountId, region }: LocationSelection): boolean {
  const isAccount = location.accountId === null || (accountId ?? location.accountId) === location.accountId;
  return isAccount && (region ?? location.region) === location.region;
}

async function accountOf(location: ReadableLocation): Promise<string> {
  return location.accountId ?? (await location.services()).location.accountId;
}

/** So that a client is told of accounts and not of our names for them. It is told something even if AWS is silent. */
async function tryToName(locations: readonly ReadableLocation[]): Promise<void> {
  await Promise.allSettled(locations.map(accountOf));
}

function notRead(all: readonly ReadableLocation[]): GatewayError {
  return new GatewayError('BAD_USER_INPUT', `This gateway reads ${describeAll(all)} only.`);
}

function describeAll(locations: readonly ReadableLocation[]): string {
  return locations.map(describeLocation).join('; ');
}
