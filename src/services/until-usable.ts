import type { ConfiguredPlace } from '../aws/scopes.ts';
import type { Log } from '../log.ts';

/** How long after a failure a place is tried again: doubled with each, up to a minute. Milliseconds. */
const FIRST_PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 60_000;

/** Tries every place until it can be read, each by itself, and resolves with the first that can. */
export function untilUsable(places: readonly ConfiguredPlace[], log: Log, closed: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();

  async function attempt(place: ConfiguredPlace, pauseMs: number): Promise<void> {
    if (closed.aborted) return;
    try {
      const { accountId, region } = await place.scope();
      log.info({ accountId, region }, 'can be read');
      resolve();
    } catch (error) {
      if (closed.aborted) return;
      log.warn({ scope: place.key, err: error }, 'cannot be read; trying again');
      setTimeout(() => attempt(place, Math.min(MAX_PAUSE_MS, pauseMs * 2)), pauseMs).unref();
    }
  }

  for (const place of places) void attempt(place, FIRST_PAUSE_MS);
  return promise;
}
