/** What expires, at a time that is known. Credentials do. */
interface Expiring {
  readonly expiration?: Date;
}

/** When the SDK's clients, too, ask for new ones (aws-facts F-41). */
const RENEW_BEFORE_MS = 300_000;
/** With less than this left they are not used any more: a call that waits its turn could reach AWS too late. */
const MIN_LEFT_MS = 60_000;
/** How long a failed renewal rests while the old credentials still hold. */
const REST_MS = 5_000;

/**
 * One thing that expires, for all who need it: fetched once however many ask, and again before it expires, meanwhile
 * the old one serves. A failure is told to those who waited for it, and not remembered.
 */
export function renewed<Thing extends Expiring>(fetch: () => Promise<Thing>): () => Promise<Thing> {
  let known: Thing | undefined;
  let fetching: Promise<Thing> | undefined;
  let restUntil = 0;

  async function renew(): Promise<Thing> {
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
