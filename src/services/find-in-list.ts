import { GatewayError } from '../errors/gateway-error.ts';
import { iteratePages } from '../paging/iterate-source.ts';
import type { PageSource } from '../paging/page-source.ts';

/** Search for items of a list that AWS filters by one value at a time: sessions, by user or by session id. */
export interface Search<Key, Item> {
  readonly keys: readonly Key[];
  readonly idOf: (key: Key) => string;
  /** Filter value that AWS accepts for this key; null where it has none. */
  readonly filterOf: (key: Key) => string | null;
  /** The list filtered by such a value; the whole list for null. */
  readonly list: (filter: string | null) => PageSource<Item>;
  readonly itemId: (item: Item) => string | undefined;
}

/**
 * Finds the items that exist, by id. Keys with one filter value are looked up in the filtered list. For several values, reads
 * the whole list and the filtered lists alternately, with as many pages of the whole list as there are unfinished filtered
 * lists: AWS may cut pages before it filters them, so that a filtered list has as many pages as the whole. Takes at most about
 * twice the calls of the cheaper strategy. An item missing from a list that was read to its end does not exist.
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

/** Reader of a list that stops when all wanted keys are found or the list ends. */
class ListSearch<Key, Item> {
  readonly #pages: ReturnType<typeof iteratePages<Item>>;
  readonly #itemId: (item: Item) => string | undefined;
  readonly #wanted: Set<string>;
  readonly #found: Map<string, Item>;
  #hasEnded = false;

  constructor(search: Search<Key, Item>, keys: readonly Key[], filter: string | null, found: Map<string, Item>) {
    this.#pages = iteratePages(search.list(filter));
    this.#itemId = search.itemId;
    this.#wanted = new Set(keys.map(search.idOf));
    this.#found = found;
  }

  get isDone(): boolean {
    return this.#hasEnded || [...this.#wanted].every((id) => this.#found.has(id));
  }

  async readPage(): Promise<void> {
    const { value: page, done } = await this.#pages.next();
    if (done) {
      this.#hasEnded = true;
      return;
    }
    for (const item of page.items) {
      const id = this.#itemId(item);
      if (id !== undefined && this.#wanted.has(id)) this.#found.set(id, item);
    }
    if (page.nextToken === null) this.#hasEnded = true;
  }
}

/**
 * Finds items of several lists, in the order of their keys: null for an item that does not exist or whose list does not
 * exist, an error for each key of a list that cannot be read.
 *
 * @param listOf returns the name of the list that has a key's item
 * @param find finds the items of one list, by id
 */
export async function findInLists<Key, Item>(
  keys: readonly Key[],
  listOf: (key: Key) => string,
  idOf: (key: Key) => string,
  find: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Item>>,
): Promise<(Item | null | Error)[]> {
  const lists = [...Map.groupBy(keys, listOf)];
  const found = new Map(
    await Promise.all(
      lists.map(async ([list, keysOfList]) => [list, await find(keysOfList).catch(emptyOrError)] as const),
    ),
  );
  return keys.map((key) => {
    const list = found.get(listOf(key));
    return list instanceof Error ? list : (list?.get(idOf(key)) ?? null);
  });
}

/** Maps NOT_FOUND to an empty list: the fleet, stack or pool does not exist. Returns any other error as a value. */
function emptyOrError(error: unknown): ReadonlyMap<string, never> | Error {
  if (error instanceof GatewayError && error.code === 'NOT_FOUND') return new Map<string, never>();
  return error instanceof Error ? error : new Error(String(error));
}
