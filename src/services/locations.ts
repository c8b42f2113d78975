import type { AwsLocation } from '../aws/location.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { LocationServices, ServiceName } from './aws-service.ts';

/** Account and region that the gateway is configured to read. */
export interface ReadableLocation {
  /**
   * Name and sort key: account id where it is known without a call, otherwise the profile or `default`, and the region.
   * The same in every replica with the same configuration.
   */
  readonly key: string;
  readonly region: string;
  /** Null until AWS returns it, where the configuration does not have it. */
  readonly accountId: string | null;
  /** True if a service is enabled, and AWS offers it in the region. */
  has(service: ServiceName): boolean;
  /** @throws GatewayError UPSTREAM_* if its credentials cannot be loaded or AWS does not return its account id */
  services(): Promise<LocationServices>;
}

/** Account and region that a client selects; an absent one matches all. */
export interface LocationSelection {
  readonly accountId?: string | null;
  readonly region?: string | null;
}

/** Returns the locations that a selection may match, without a call. @throws GatewayError BAD_USER_INPUT when none can */
export function candidates(
  all: readonly ReadableLocation[],
  selection: LocationSelection,
): readonly ReadableLocation[] {
  const found = all.filter((location) => mayMatch(location, selection));
  if (found.length === 0) throw notReadable(all);
  return found;
}

/**
 * Returns the locations that a selection matches. Reads account ids from AWS where the selection depends on unknown ones.
 *
 * @throws GatewayError BAD_USER_INPUT when none matches, UPSTREAM_* when AWS does not return an account id
 */
export async function matching(
  all: readonly ReadableLocation[],
  selection: LocationSelection,
): Promise<readonly ReadableLocation[]> {
  const found = await confirmed(all, selection);
  if (found.length > 0) return found;
  await resolveAccountIds(all);
  throw notReadable(all);
}

/** Returns the one location that a selection matches. @throws GatewayError BAD_USER_INPUT when several match, which it lists */
export async function single(
  all: readonly ReadableLocation[],
  selection: LocationSelection,
): Promise<ReadableLocation> {
  const found = await matching(all, selection);
  const [only] = found;
  if (only && found.length === 1) return only;
  throw await several(found);
}

/** Creates the error for a selection that matches several locations, which it lists. */
export async function several(found: readonly ReadableLocation[]): Promise<GatewayError> {
  await resolveAccountIds(found);
  return new GatewayError(
    'BAD_USER_INPUT',
    `Several locations match: ${describeAll(found)}. Select one with \`accountId\` and \`region\`.`,
  );
}

/**
 * Finds the readable location of an account and region; null where there is none.
 *
 * @throws GatewayError UPSTREAM_* when AWS does not return an account id
 */
export async function findLocation(
  all: readonly ReadableLocation[],
  location: AwsLocation,
): Promise<ReadableLocation | null> {
  const known = all.find(({ accountId, region }) => accountId === location.accountId && region === location.region);
  return known ?? (await confirmed(all, location))[0] ?? null;
}

/** Describes a location for error messages. */
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
  return found.filter((_location, index) => accounts[index] === accountId);
}

function mayMatch(location: ReadableLocation, { accountId, region }: LocationSelection): boolean {
  const isAccount = location.accountId === null || (accountId ?? location.accountId) === location.accountId;
  return isAccount && (region ?? location.region) === location.region;
}

async function accountOf(location: ReadableLocation): Promise<string> {
  return location.accountId ?? (await location.services()).location.accountId;
}

/** Resolves account ids, so that an error message has them and not names of the configuration. Ignores failures. */
async function resolveAccountIds(locations: readonly ReadableLocation[]): Promise<void> {
  await Promise.allSettled(locations.map(accountOf));
}

function notReadable(all: readonly ReadableLocation[]): GatewayError {
  return new GatewayError('BAD_USER_INPUT', `This gateway reads ${describeAll(all)} only.`);
}

function describeAll(locations: readonly ReadableLocation[]): string {
  return locations.map(describeLocation).join('; ');
}
