import { LRUCache } from 'lru-cache';

/** What is listed or looked up; each kind is kept for a time of its own. */
export const CACHE_KINDS = ['sessions', 'fleets', 'stacks', 'pools', 'associations', 'nodes'] as const;
export type CacheKind = (typeof CACHE_KINDS)[number];

/** How long answers are kept, and how much of them. */
export interface CacheLimits {
  /** Milliseconds, by kind; 0 keeps nothing. */
  readonly ttlMs: Readonly<Record<CacheKind, number>>;
  readonly maxBytes: number;
}

/** Sessions come and go by the second, the rest is changed by people. */
export const DEFAULT_LIMITS: CacheLimits = {
  ttlMs: { sessions: 2_000, fleets: 30_000, stacks: 30_000, pools: 30_000, associations: 30_000, nodes: 30_000 },
  maxBytes: 64 * 1024 * 1024,
};

/** How long a client may follow a cursor into a page that was read for it, whatever the kind. Milliseconds. */
const FOLLOW_MS = 30_000;
/** How long an answer is kept that is about to change: a fleet that starts or stops. Milliseconds. */
const TRANSITIONAL_MS = 2_000;

/** What decides how long an answer is kept. */
export interface Cacheable<Answer extends object = object> {
  readonly kind: CacheKind;
  /** Whether it is a page of a list, which a client may follow a cursor into. */
  readonly isList: boolean;
  /** Whether something in the answer is changing by itself. */
  isTransitional?(answer: Answer): boolean;
}

/**
 * AWS's answers, cached for a moment. The page that was read ahead to make `hasNextPage` exact is served from here, so
 * following a connection costs AWS nothing twice. Failures are not cached.
 */
export interface ResponseCache {
  /**
   * The answer under a key that names the location, the operation and the input.
   *
   * @param resumes whether it is read from a client's cursor: then a page of a list may be 30 s old, as the one that was
   * read for this client may be
   */
  get(key: string, resumes?: boolean): object | undefined;
  set<Answer extends object>(key: string, cacheable: Cacheable<Answer>, answer: Answer): void;
  /** What is kept, by JSON's length; what has expired counts until its configured is needed. */
  readonly size: { readonly bytes: number; readonly entries: number; readonly maxBytes: number };
}

interface Cached {
  readonly answer: object;
  /** Until when it is served to everybody, by `performance.now()`. */
  readonly freshUntil: number;
}

export function responseCache({ ttlMs, maxBytes }: CacheLimits = DEFAULT_LIMITS): ResponseCache {
  const cached = new LRUCache<string, Cached>({
    maxSize: Math.max(1, maxBytes),
    perf: performance,
    // JSON is what it came as; in memory it is a few times that, and the bound is meant as an order of magnitude.
    sizeCalculation: ({ answer }, key) => key.length + JSON.stringify(answer).length,
  });
  return {
    get(key, resumes = false) {
      const known = cached.get(key);
      return known && (resumes || performance.now() < known.freshUntil) ? known.answer : undefined;
    },
    set(key, { kind, isList, ...cacheable }, answer) {
      if (ttlMs[kind] === 0 || maxBytes === 0) return;
      const ttl = cacheable.isTransitional?.(answer) ? Math.min(TRANSITIONAL_MS, ttlMs[kind]) : ttlMs[kind];
      const freshUntil = performance.now() + ttl;
      cached.set(key, { answer, freshUntil }, { ttl: isList ? Math.max(FOLLOW_MS, ttl) : ttl });
    },
    get size() {
      return { bytes: cached.calculatedSize, entries: cached.size, maxBytes };
    },
  };
}
