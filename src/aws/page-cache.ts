import { LRUCache } from 'lru-cache';

/**
 * Answers of AWS, kept for a moment and shared by everyone who asks the same at the same time. The page that was read
 * ahead to make `hasNextPage` exact is served from here, so following a connection costs AWS nothing twice.
 * Failures are not kept.
 */
export interface PageCache {
  /** @param key names the scope, the operation and the input. */
  get<Answer extends object>(key: string, load: () => Promise<Answer>): Promise<Answer>;
}

/** Long enough to follow a connection, short enough that a dashboard never shows a session long gone. Milliseconds. */
export const KEEP_PAGES_MS = 2_000;
const MAX_PAGES = 500;

/** @param keepMs how long an answer is kept, in milliseconds; 0 keeps none, and still joins identical calls in flight. */
export function pageCache(keepMs: number = KEEP_PAGES_MS): PageCache {
  const pages = new LRUCache<string, object, () => Promise<object>>({
    max: MAX_PAGES,
    ttl: keepMs,
    // A crowded cache may drop an entry whose call is still under way; whoever waits for it still gets the answer.
    ignoreFetchAbort: true,
    fetchMethod: (_key, _stale, { context: load }) => load(),
  });

  return {
    async get<Answer extends object>(key: string, load: () => Promise<Answer>): Promise<Answer> {
      const answer = await pages.fetch(key, { context: load });
      if (keepMs === 0) pages.delete(key);
      return answer as Answer;
    },
  };
}
