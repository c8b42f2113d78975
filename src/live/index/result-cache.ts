import { LRUCache } from 'lru-cache';

/** Results at most; each has 200 rows, 200 values or 2,000 found sessions at most. */
const MAX_RESULTS = 1_000;

/** Results of queries at the current revision: a hundred equal dashboards cost one. */
export interface ResultCache {
  /** Returns the cached result for a key, or that of `work`. */
  of<Result extends object>(key: readonly unknown[], work: () => Result): Result;
  /** Removes all results: a revision has been written. */
  clear(): void;
}

export function resultCache(): ResultCache {
  const results = new LRUCache<string, object>({ max: MAX_RESULTS });
  return {
    of<Result extends object>(key: readonly unknown[], work: () => Result): Result {
      const name = JSON.stringify(key);
      const known = results.get(name) as Result | undefined;
      if (known) return known;
      const result = work();
      results.set(name, result);
      return result;
    },
    clear: () => results.clear(),
  };
}
