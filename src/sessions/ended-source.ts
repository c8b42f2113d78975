import type { PageSource } from '../paging/page-source.ts';
import type { ReadableLocation } from '../services/services.ts';
import { type AnySession, toAnySource } from './any-session.ts';
import { PROVIDERS } from './providers.ts';
import { locationSourceKey } from './sources.ts';

/** Returns the keys of the services and locations of which AWS lists ended sessions. */
export function endedKeys(locations: readonly ReadableLocation[]): readonly string[] {
  return PROVIDERS.flatMap((provider) =>
    provider.endedSource
      ? locations.filter((each) => each.has(provider.name)).map((each) => locationSourceKey(provider.service, each))
      : [],
  );
}

/**
 * Returns the list of ended sessions of a service and location, latest first; null where AWS has none.
 *
 * @param key of the sources of the service and location: see `locationSourceKey`
 * @throws GatewayError UPSTREAM_* when the location cannot be identified
 */
export async function endedSource(
  locations: readonly ReadableLocation[],
  key: string,
): Promise<PageSource<AnySession> | null> {
  for (const provider of PROVIDERS) {
    if (!provider.endedSource) continue;
    const location = locations.find((each) => locationSourceKey(provider.service, each) === key);
    if (location) return toAnySource(provider, provider.endedSource(await location.services()));
  }
  return null;
}
