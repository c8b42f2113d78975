import type { PageSource } from './page-source.ts';
import { parseToken } from './parse-token.ts';

/** The same list under another type: each page is mapped as a whole, and may come out shorter. */
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

/** Some of a list's items, as a list of its own. */
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

/** The things of these keys, in the order of the keys, each once; keys that name nothing are left out. */
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
