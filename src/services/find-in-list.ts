import { GatewayError } from '../errors/gateway-error.ts';
import { iteratePages } from '../paging/iterate-source.ts';
import type { PageSource } from '../paging/page-source.ts';

/** A search for items of a list that AWS filters by one value at a time: sessions, by user or by their own id. */
export interface Search<Key, Item> {
  readonly keys: readonly Key[];
  readonly idOf: (key: Key) => string;
  /** The value by which AWS can filter the list; null where it cannot. */
  readonly filterOf: (key: Key) => string | null;
  /** The list, filtered by such a value or whole. */
  readonly list: (filter: string | null) => PageSource<Item>;
  readonly itemId: (item: Item) => string | undefined;
}

/**
 * Finds the items that exist, by id. Items of one filter are sought in the filtered list. For items of several, the whole
 * list and the filtered ones are read in turns, as many pages of the whole one as there are filtered ones left: AWS may cut
 * a page before it filters it, so that a filtered list has as many pages as the whole. The search takes at most about twice
 * the calls of the cheaper way. What is missing from a list that was read to its end does not exist.
 */
export async function findInList<Key, Item>(search: Search<Key, Item>): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>();
  const groups = [...Map.groupBy(search.keys, search.filterOf)];
  const whole = groups.length > 1 ? new ListSearch(search, search.keys, null, found) : null;
  let filtered = groups.map(([filter, keys]) => new ListSearch(search, keys, filter, found));
  while (filtered.length > 0) {
    for (let pages = 0; whole && pages < filtered.length && !whole.isDone; pages += 1) await whole.readPage();
    if (whole?.isDone) break;
    await Promise.all(filtered.map((list) => list.isDone || list.readPage()));
    filtered = filtered.filter((list) => !list.isDone);
  }
  return found;
}

/** A list that is read until the keys that are sought in it are found, or it ends. */
class ListSearch<Key, Item> {
  readonly #pages: ReturnType<typeof iteratePages<Item>>;
  readonly #itemId: (item: Item) => string | undefined;
  readonly #sought: Set<string>;
  readonly #found: Map<string, Item>;
  #hasEnded = false;

  constructor(search: Search<Key, Item>, keys: readonly Key[], filter: string | null, found: Map<string, Item>) {
    this.#pages = iteratePages(search.list(filter));
    this.#itemId = search.itemId;
    this.#sought = new Set(keys.map(search.idOf));
    this.#found = found;
  }

  get isDone(): boolean {
    return this.#hasEnded || [...this.#sought].every((id) => this.#found.has(id));
  }

  async readPage(): Promise<void> {
    const { value: page, done } = await this.#pages.next();
    if (done) {
      this.#hasEnded = true;
      return;
    }
    for (const item of page.items) {
      const id = this.#itemId(item);
      if (id !== undefined && this.#sought.has(id)) this.#found.set(id, item);
    }
    if (page.nextToken === null) this.#hasEnded = true;
  }
}

/**
 * Finds items of several lists, in the order of their keys: null for an item that does not exist or whose list does not,
 * and an error for each key of a list that cannot be read.
 *
 * @param listOf the name of the list that a key's item is in
 * @param find the items of keys of one list, by id
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

/** The list of a fleet, stack or pool that does not exist is empty. */
function goneOrFailed(error: unknown): ReadonlyMap<string, never> | Error {
  if (error instanceof GatewayError && error.code === 'NOT_FOUND') return new Map<string, never>();
  return error instanceof Error ? error : new Error(String(error));
}
