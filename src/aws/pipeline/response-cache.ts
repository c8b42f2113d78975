import { LRUCache } from 'lru-cache';
import type { Cacheable } from '../client.ts';

/** Bounds of the cache. */
export interface CacheLimits {
  /** TTL in milliseconds, by cache kind; 0 disables the cache for that kind. */
  readonly ttlMs: Readonly<Record<string, number>>;
  /** Size of all answers as JSON; 0 disables the cache. */
  readonly maxBytes: number;
}

/** Age up to which a page of any kind is served to a client that follows a cursor into it. Milliseconds. */
const FOLLOW_MS = 30_000;
/** Longest TTL of an answer with a resource that is changing state, such as a fleet that starts. Milliseconds. */
const TRANSITIONAL_MS = 2_000;

/**
 * LRU cache of AWS's answers. It serves the page that is prefetched to make `hasNextPage` exact, so that following a
 * connection repeats no AWS call.
 */
export interface ResponseCache {
  /**
   * Returns a cached answer.
   *
   * @param key names service, location, generation, operation and input
   * @param resumes whether it is read from a client's cursor: a page of a list may then be 30 s old
   */
  get(key: string, resumes?: boolean): object | undefined;
  /** Caches an answer. @throws Error for a kind without a TTL */
  set<Answer extends object>(key: string, cacheable: Cacheable<Answer>, answer: Answer): void;
  /** Current size as JSON; expired entries count until they are evicted. */
  readonly size: { readonly bytes: number; readonly entries: number; readonly maxBytes: number };
}

interface Cached {
  readonly answer: object;
  /** Time until which it is served to everyone, by `performance.now()`. */
  readonly freshUntil: number;
}

export function responseCache({ ttlMs, maxBytes }: CacheLimits): ResponseCache {
  const cached = new LRUCache<string, Cached>({
    maxSize: Math.max(1, maxBytes),
    perf: performance,
    // Objects take several times as much memory as their JSON: the bound is an order of magnitude.
    sizeCalculation: ({ answer }, key) => key.length + sizeOf(answer),
  });

  function ttlOf<Answer extends object>(cacheable: Cacheable<Answer>, answer: Answer): number {
    const ttl = ttlMs[cacheable.kind];
    if (ttl === undefined) throw new Error(`No TTL is configured for the cache kind ${cacheable.kind}`);
    return cacheable.isTransitional?.(answer) ? Math.min(TRANSITIONAL_MS, ttl) : ttl;
  }

  return {
    get(key, resumes = false) {
      const known = cached.get(key);
      return known && (resumes || performance.now() < known.freshUntil) ? known.answer : undefined;
    },
    set(key, cacheable, answer) {
      const ttl = ttlOf(cacheable, answer);
      if (ttl === 0 || maxBytes === 0) return;
      const freshUntil = performance.now() + ttl;
      cached.set(key, { answer, freshUntil }, { ttl: cacheable.isList ? Math.max(FOLLOW_MS, ttl) : ttl });
    },
    get size() {
      return { bytes: cached.calculatedSize, entries: cached.size, maxBytes };
    },
  };
}

/** Sizes of answers: each reader of a coalesced call caches the same one. */
const sizes = new WeakMap<object, number>();

function sizeOf(answer: object): number {
  const size = sizes.get(answer) ?? JSON.stringify(answer).length;
  sizes.set(answer, size);
  return size;
}
