import type { PageSource } from '../page-source.ts';
import { parseToken } from '../parse-token.ts';

/** One of several lists that are read as one. */
export interface ChildSource<Item> {
  /** Its place in the order, and its name in a token: children are read by ascending key. */
  readonly key: string;
  readonly source: PageSource<Item>;
}

/**
 * Several lists, one behind the other. Which ones there are is asked anew for every page, and a token names the part
 * it stands in: a part that vanished is skipped, and a new one further down is read. The first page says which part it is
 * of, and so does one in the place of a part that vanished, so that a cursor goes on in that part.
 */
export function concatSources<Item>(
  id: string,
  findChildren: () => Promise<readonly ChildSource<Item>[]>,
): PageSource<Item> {
  return {
    id,
    async listPage(token, resumes) {
      const [fromKey, inner] = token === null ? [null, null] : parseToken(token, isPlace);
      const left = (await findChildren()).filter(({ key }) => fromKey === null || key >= fromKey);
      const children = [...new Map(left.map((part) => [part.key, part])).values()];
      const [current, following] = children.sort((one, other) => (one.key < other.key ? -1 : 1));
      if (current === undefined) return { items: [], nextToken: null };

      const start = current.key === fromKey ? inner : null;
      const page = await current.source.listPage(start, resumes && current.key === fromKey);
      const here = JSON.stringify([current.key, page.token ?? start]);
      const next = page.nextToken === null ? following && [following.key, null] : [current.key, page.nextToken];
      return { ...page, token: here, nextToken: next ? JSON.stringify(next) : null };
    },
  };
}

/** Where a page begins: the key of its part, and the token in it. */
function isPlace(value: unknown): value is [key: string, token: string | null] {
  if (!Array.isArray(value)) return false;
  const [key, token] = value as unknown[];
  return typeof key === 'string' && (token === null || typeof token === 'string');
}
