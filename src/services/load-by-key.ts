import DataLoader from 'dataloader';
import type { RequestCalls } from '../aws/request-calls.ts';
import { filterPages } from '../paging/derived-sources.ts';
import type { PageSource } from '../paging/page-source.ts';

/**
 * Creates a loader of resources by key that batches lookups; null for a key without a resource.
 *
 * @param load returns results in the order of the keys: the resource, null where there is none, or an error of this key alone
 */
export function loaderByKey<Key, Item>(options: {
  name: string;
  request: RequestCalls;
  cacheKey?: (key: Key) => string;
  load: (keys: readonly Key[]) => Promise<readonly (Item | null | Error)[]>;
}): DataLoader<Key, Item | null, Key | string> {
  const { name, request, cacheKey, load } = options;
  return new DataLoader<Key, Item | null, Key | string>(load, {
    name,
    batchScheduleFn: request.whenListsAreIn,
    ...(cacheKey && { cacheKeyFn: cacheKey }),
  });
}

/** Loads many keys with one loader, in their order. @throws the first error */
export function loadEach<Key, Item>(
  loader: DataLoader<Key, Item | null, Key | string>,
  keys: readonly Key[],
): Promise<(Item | null)[]> {
  return Promise.all(keys.map((key) => loader.load(key)));
}

/** Omits resources that were deleted after their keys were listed. */
export function existing<Item>(items: readonly (Item | null)[]): Item[] {
  return items.filter((item) => item !== null);
}

/** Wraps a list so that each page primes the loader: a request that lists items does not look them up again. */
export function priming<Key, Item>(
  source: PageSource<Item>,
  loader: DataLoader<Key, Item | null, Key | string>,
  keyOf: (item: Item) => Key,
): PageSource<Item> {
  return filterPages(source, (items) => {
    for (const item of items) loader.prime(keyOf(item), item);
    return items;
  });
}
