import type { Scope } from '../aws/scope.ts';
import { GatewayError } from '../errors.ts';
import type { ScopedServices } from './scoped-services.ts';

/** One account in one region that this gateway is configured to read. */
export interface Place {
  /**
   * Its name, and its place in every order: account id where it is known without a call, else the profile or `default`,
   * and region. The same in every replica with the same configuration.
   */
  readonly key: string;
  readonly region: string;
  /** Null where only AWS can say it, and has not yet. */
  readonly accountId: string | null;
  /** @throws GatewayError UPSTREAM_* where its credentials cannot be had or AWS does not say who we are */
  services(): Promise<ScopedServices>;
}

/** Which account and region a client asks about; absent: whichever there is. */
export interface ScopeSelection {
  readonly accountId?: string | null;
  readonly region?: string | null;
}

/** The places that a selection may match, without a call. @throws GatewayError BAD_USER_INPUT when none can */
export function candidates(all: readonly Place[], selection: ScopeSelection): readonly Place[] {
  const found = all.filter((place) => mayMatch(place, selection));
  if (found.length === 0) throw notRead(all);
  return found;
}

/**
 * The places that a selection does match: AWS is asked whose the credentials are, where the selection turns on that.
 *
 * @throws GatewayError BAD_USER_INPUT when none does, UPSTREAM_* where AWS does not say
 */
export async function matching(all: readonly Place[], selection: ScopeSelection): Promise<readonly Place[]> {
  const found = await confirmed(all, selection);
  if (found.length > 0) return found;
  await tryToName(all);
  throw notRead(all);
}

/** The one place that a selection matches. @throws GatewayError BAD_USER_INPUT that lists them when there are several */
export async function single(all: readonly Place[], selection: ScopeSelection): Promise<Place> {
  const found = await matching(all, selection);
  const [only] = found;
  if (only && found.length === 1) return only;
  throw await several(found);
}

/** The error for a selection that leaves several places; it lists them. */
export async function several(found: readonly Place[]): Promise<GatewayError> {
  await tryToName(found);
  return new GatewayError(
    'BAD_USER_INPUT',
    `Several scopes match: ${describeAll(found)}. Say which by \`accountId\` and \`region\`.`,
  );
}

/** The place that is this scope; null where there is none. @throws GatewayError UPSTREAM_* where AWS does not say whose it is */
export async function placeOf(all: readonly Place[], scope: Scope): Promise<Place | null> {
  const known = all.find(({ accountId, region }) => accountId === scope.accountId && region === scope.region);
  return known ?? (await confirmed(all, scope))[0] ?? null;
}

/** As a client is told of it. */
export function describePlace({ accountId, key, region }: Place): string {
  const name = key.slice(0, -region.length - 1);
  return `account ${accountId ?? `of "${name}"`}, region ${region}`;
}

async function confirmed(all: readonly Place[], selection: ScopeSelection): Promise<readonly Place[]> {
  const found = all.filter((place) => mayMatch(place, selection));
  const { accountId } = selection;
  if (accountId === undefined || accountId === null) return found;
  const accounts = await Promise.all(found.map(accountOf));
  return found.filter((_place, index) => accounts[index] === accountId);
}

function mayMatch(place: Place, { accountId, region }: ScopeSelection): boolean {
  const isAccount = place.accountId === null || (accountId ?? place.accountId) === place.accountId;
  return isAccount && (region ?? place.region) === place.region;
}

async function accountOf(place: Place): Promise<string> {
  return place.accountId ?? (await place.services()).scope.accountId;
}

/** So that a client is told of accounts and not of our names for them. It is told something even if AWS is silent. */
async function tryToName(places: readonly Place[]): Promise<void> {
  await Promise.allSettled(places.map(accountOf));
}

function notRead(all: readonly Place[]): GatewayError {
  return new GatewayError('BAD_USER_INPUT', `This gateway reads ${describeAll(all)} only.`);
}

function describeAll(places: readonly Place[]): string {
  return places.map(describePlace).join('; ');
}
