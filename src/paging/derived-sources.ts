import type { PageSource } from './page-source.ts';
import { parseToken } from './parse-token.ts';

/** Maps a list to another type, page by page. `map` may leave items out. */
export function mapPages<From, To>(
  source: PageSource<From>,
  map: (items: readonly From[]) => readonly To[] | Promise<readonly To[]>,
  keyOf: (item: To) => string | undefined,
): PageSource<To> {
  return {
    id: source.id,
    async listPage(token, resumes) {
      const page = await source.listPage(token, resumes);
      return { ...page, items: await map(page.items), keyOf };
    },
  };
}

/**
 * Filters a list, page by page. Pages may become empty; AWS's pages stay as they are cut.
 *
 * @param id of the filtered list; cursors of lists with one id are interchangeable
 */
export function filterPages<Item>(
  source: PageSource<Item>,
  filter: (items: readonly Item[]) => readonly Item[] | Promise<readonly Item[]>,
  id = source.id,
): PageSource<Item> {
  return {
    id,
    async listPage(token, resumes) {
      const page = await source.listPage(token, resumes);
      return { ...page, items: await filter(page.items) };
    },
  };
}

/**
 * Lists the items of given keys, in the order of the keys, each once. A key for which `load` returns null is left out.
 *
 * @param keysPerPage keys that `load` is called with at most
 */
export function keyedSource<Key, Item>(
  id: string,
  keys: readonly Key[],
  keysPerPage: number,
  load: (keys: readonly Key[]) => Promise<readonly (Item | null)[]>,
  keyOf: (item: Item) => string | undefined,
): PageSource<Item> {
  const distinct = [...new Set(keys)];
  return {
    id,
    async listPage(token) {
      const start = token === null ? 0 : parseToken(token, isIndex);
      const end = start + keysPerPage;
      const loaded = start < distinct.length ? await load(distinct.slice(start, end)) : [];
      const items = loaded.filter((item) => item !== null);
      return { items, nextToken: end < distinct.length ? JSON.stringify(end) : null, keyOf };
    },
  };
}

const isIndex = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;
