import DataLoader from 'dataloader';
import type { RequestCalls } from '../aws/request-calls.ts';
import { filterPages } from '../paging/derived-sources.ts';
import type { PageSource } from '../paging/page-source.ts';

/**
 * Loads resources by key in batches; null for a key that has none.
 *
 * @param load answers in the order of the keys: the resource, null where there is none, an error that concerns this key alone
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

/** Loads many keys with one loader, in their order. Fails with the first failure. */
export function loadEach<Key, Item>(
  loader: DataLoader<Key, Item | null, Key | string>,
  keys: readonly Key[],
): Promise<(Item | null)[]> {
  return Promise.all(keys.map((key) => loader.load(key)));
}

/** Leaves out what has vanished since its key was listed. */
export function existing<Item>(items: readonly (Item | null)[]): Item[] {
  return items.filter((item) => item !== null);
}

/** The same list, whose items are put into the loader, so that a request that lists them does not look them up. */
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
