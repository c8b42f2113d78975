import type { ConfiguredLocation } from '../aws/accounts/configured-locations.ts';
import type { Log } from '../log/log.ts';

/** Delay before a location is retried, in milliseconds: doubles with each failure up to the maximum. */
const FIRST_PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 60_000;

/** Retries every location independently until it can be read. Resolves when the first one can be read. */
export function untilUsable(locations: readonly ConfiguredLocation[], log: Log, closed: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();

  async function attempt(location: ConfiguredLocation, pauseMs: number): Promise<void> {
    if (closed.aborted) return;
    try {
      const { accountId, region } = await location.location();
      log.info({ accountId, region }, 'can be read');
      resolve();
    } catch (error) {
      if (closed.aborted) return;
      log.warn({ location: location.key, err: error }, 'cannot be read; trying again');
      setTimeout(() => attempt(location, Math.min(MAX_PAUSE_MS, pauseMs * 2)), pauseMs).unref();
    }
  }

  for (const location of locations) void attempt(location, FIRST_PAUSE_MS);
  return promise;
}
