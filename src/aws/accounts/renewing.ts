/** A value that expires at a known time, such as credentials. */
interface Expiring {
  readonly expiration?: Date;
}

/** Renewal before expiration, as in the SDK's clients (aws-facts F-41). */
const RENEW_BEFORE_MS = 300_000;
/** Shortest remaining validity of a value that is served: a queued call must reach AWS before it expires. */
const MIN_LEFT_MS = 60_000;
/** Pause after a failed renewal, while the old value is still valid. */
const REST_MS = 5_000;

/**
 * Caches a value that expires, and renews it before it does: meanwhile the old value is served. Concurrent callers share
 * one fetch. A failed fetch rejects its callers, and is not cached.
 */
export function renewed<Value extends Expiring>(fetch: () => Promise<Value>): () => Promise<Value> {
  let known: Value | undefined;
  let fetching: Promise<Value> | undefined;
  let restUntil = 0;

  async function renew(): Promise<Value> {
    try {
      known = await fetch();
      return known;
    } finally {
      fetching = undefined;
    }
  }

  return async () => {
    const now = Date.now();
    const left = known === undefined ? 0 : (known.expiration?.getTime() ?? Infinity) - now;
    if (known !== undefined && left > RENEW_BEFORE_MS) return known;
    if (known === undefined || left <= MIN_LEFT_MS) {
      fetching ??= renew();
      return fetching;
    }
    if (now >= restUntil) {
      fetching ??= renew();
      fetching.catch(() => {
        restUntil = now + REST_MS;
      });
    }
    return known;
  };
}
