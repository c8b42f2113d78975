import { GatewayError } from '../errors/gateway-error.ts';
import type { PageSource } from '../paging/page-source.ts';
import { pagesOf } from './read-list.ts';

/** Things to be found in a list that AWS filters by one value at a time: sessions, by user or by their own id. */
export interface Search<Key, Item> {
  readonly keys: readonly Key[];
  /** The id that is sought. */
  readonly idOf: (key: Key) => string;
  /** The value by which AWS can filter the list; null where it cannot. */
  readonly filterOf: (key: Key) => string | null;
  /** The list, filtered by such a value or whole. */
  readonly list: (filter: string | null) => PageSource<Item>;
  readonly itemId: (item: Item) => string | undefined;
}

/**
 * The things that exist, by id. One thing is sought in the filtered list. Several are sought in the whole list first, in
 * as many pages as there are filters to ask for: fewer calls where the list is short, never more than twice as many
 * where it is long. What is missing from a list that was read to its end is gone, and not asked for again.
 */
export async function findInList<Key, Item>(search: Search<Key, Item>): Promise<ReadonlyMap<string, Item>> {
  const { keys, idOf, filterOf } = search;
  const filters = new Set(keys.map(filterOf));
  const swept = new Map<string, Item>();
  if (filters.size > 1 && (await sweep(search, keys, null, swept, filters.size))) return swept;

  const missing = keys.filter((key) => !swept.has(idOf(key)));
  const groups = [...Map.groupBy(missing, filterOf)];
  await Promise.all(groups.map(([filter, theirs]) => sweep(search, theirs, filter, swept)));
  return swept;
}

/**
 * Adds what it finds to `found`, until that is every key, or the list ends, or `maxPages` pages of it are read.
 *
 * @returns whether a key that was not found is not in the list
 */
async function sweep<Key, Item>(
  { idOf, list, itemId }: Search<Key, Item>,
  keys: readonly Key[],
  filter: string | null,
  found: Map<string, Item>,
  maxPages?: number,
): Promise<boolean> {
  const missing = new Set(keys.map(idOf));
  const pages = pagesOf(list(filter), maxPages);
  while (missing.size > 0) {
    const { value: page, done } = await pages.next();
    if (done) return page;
    for (const item of page.items) {
      const id = itemId(item);
      if (id !== undefined && missing.delete(id)) found.set(id, item);
    }
  }
  return true;
}

/**
 * Things of several lists, in the order of their keys: null for what is gone, with its list or alone, and an error for
 * each key of a list that cannot be read. One list that fails leaves the others alone.
 *
 * @param listOf the name of the list that a key's thing is in
 * @param find the things of keys of one list, by id
 */
export async function findInLists<Key, Item>(
  keys: readonly Key[],
  listOf: (key: Key) => string,
  idOf: (key: Key) => string,
  find: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Item>>,
): Promise<(Item | null | Error)[]> {
  const lists = [...Map.groupBy(keys, listOf)];
  const found = new Map(
    await Promise.all(lists.map(async ([list, theirs]) => [list, await find(theirs).catch(goneOrFailed)] as const)),
  );
  return keys.map((key) => {
    const list = found.get(listOf(key));
    return list instanceof Error ? list : (list?.get(idOf(key)) ?? null);
  });
}

/** A list whose fleet, stack or pool is gone has nothing in it. */
function goneOrFailed(error: unknown): ReadonlyMap<string, never> | Error {
  if (error instanceof GatewayError && error.code === 'NOT_FOUND') return new Map<string, never>();
  return error instanceof Error ? error : new Error(String(error));
}
