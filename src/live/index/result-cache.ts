import { LRUCache } from 'lru-cache';

/** Results of pages and facets at most; each has 200 slots or values at most. */
const MAX_RESULTS = 1_000;

/** Selections of slots at most: 4 bytes for each session of the index. */
const MAX_SELECTIONS = 32;

/** Results of queries at the current revision: a hundred equal dashboards cost one. */
export interface ResultCache {
  /** Returns the cached result for a key, or that of `work`. */
  of<Result extends object>(key: readonly unknown[], work: () => Result): Result;
  /**
   * Returns the cached slots for a key, or those of `work`. They are valid until the revision changes, or others are selected.
   *
   * @param work gets memory for `capacity` slots
   */
  slots(key: unknown, capacity: number, work: (buffer: Uint32Array) => Uint32Array): Uint32Array;
  /** Removes all results: a revision has been written. */
  clear(): void;
}

export function resultCache(): ResultCache {
  const results = new LRUCache<string, object>({ max: MAX_RESULTS });
  const unused: Uint32Array[] = [];
  const selections = new LRUCache<string, { readonly buffer: Uint32Array; readonly slots: Uint32Array }>({
    max: MAX_SELECTIONS,
    dispose: ({ buffer }) => {
      unused.push(buffer);
    },
  });

  function allocate(capacity: number): Uint32Array {
    const buffer = unused.pop();
    return buffer && buffer.length >= capacity ? buffer : new Uint32Array(capacity);
  }

  return {
    of<Result extends object>(key: readonly unknown[], work: () => Result): Result {
      const name = JSON.stringify(key);
      const known = results.get(name) as Result | undefined;
      if (known) return known;
      const result = work();
      results.set(name, result);
      return result;
    },
    slots(key, capacity, work) {
      const name = JSON.stringify(key);
      const known = selections.get(name);
      if (known) return known.slots;
      const buffer = allocate(capacity);
      const slots = work(buffer);
      selections.set(name, { buffer, slots });
      return slots;
    },
    clear() {
      results.clear();
      selections.clear();
    },
  };
}
