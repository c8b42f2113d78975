import { LRUCache } from 'lru-cache';

/** What is listed or looked up; each kind is kept for a time of its own. */
export const KINDS = ['sessions', 'fleets', 'stacks', 'pools', 'associations', 'nodes'] as const;
export type Kind = (typeof KINDS)[number];

/** How long answers are kept, and how much of them. */
export interface CacheLimits {
  /** Milliseconds, by kind; 0 keeps nothing. */
  readonly keepMs: Readonly<Record<Kind, number>>;
  readonly maxBytes: number;
}

/** Sessions come and go by the second, the rest is changed by people. */
export const DEFAULT_LIMITS: CacheLimits = {
  keepMs: { sessions: 2_000, fleets: 30_000, stacks: 30_000, pools: 30_000, associations: 30_000, nodes: 30_000 },
  maxBytes: 64 * 1024 * 1024,
};

/**
 * AWS's answers, kept for a moment. The page that was read ahead to make `hasNextPage` exact is served from here, so
 * following a connection costs AWS nothing twice. Failures are not kept.
 */
export interface PageCache {
  /** The answer under a key that names the scope, the operation and the input. */
  get(key: string): object | undefined;
  set(key: string, kind: Kind, answer: object): void;
  /** What is kept, by JSON's length; what has expired counts until its place is needed. */
  readonly size: { readonly bytes: number; readonly entries: number; readonly maxBytes: number };
}

export function pageCache({ keepMs, maxBytes }: CacheLimits = DEFAULT_LIMITS): PageCache {
  const answers = new LRUCache<string, object>({
    maxSize: Math.max(1, maxBytes),
    perf: performance,
    // JSON is what it came as; in memory it is a few times that, and the bound is meant as an order of magnitude.
    sizeCalculation: (answer, key) => key.length + JSON.stringify(answer).length,
  });
  return {
    get: (key) => answers.get(key),
    set(key, kind, answer) {
      if (keepMs[kind] > 0 && maxBytes > 0) answers.set(key, answer, { ttl: keepMs[kind] });
    },
    get size() {
      return { bytes: answers.calculatedSize, entries: answers.size, maxBytes };
    },
  };
}
