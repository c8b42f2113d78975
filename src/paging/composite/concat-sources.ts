import type { PageSource } from '../page-source.ts';
import { parseToken } from '../parse-token.ts';

/** One of several lists that are concatenated. */
export interface ChildSource<Item> {
  /** Orders the children, and stands in tokens. It must be the same for as long as the list exists. */
  readonly key: string;
  readonly source: PageSource<Item>;
}

/**
 * Concatenates lists to one, in the order of their keys. The children are found anew for every page, and a token names the
 * child it is of: one that vanished is skipped, and a new one that sorts later is read. A child that fails fails the
 * whole list: see `iterateSources` for one that continues with the others.
 *
 * @param id stable name of the list and its arguments
 */
export function concatSources<Item>(
  id: string,
  findChildren: () => Promise<readonly ChildSource<Item>[]>,
): PageSource<Item> {
  return {
    id,
    async listPage(token, resumes) {
      const [fromKey, childToken] = token === null ? [null, null] : parseToken(token, isChildToken);
      const [current, next] = inOrder(await findChildren()).filter(({ key }) => fromKey === null || key >= fromKey);
      if (current === undefined) return { items: [], nextToken: null };

      const isNamed = current.key === fromKey;
      const start = isNamed ? childToken : null;
      const page = await current.source.listPage(start, resumes && isNamed);
      const nextToken: ChildToken | null =
        page.nextToken !== null ? [current.key, page.nextToken] : next ? [next.key, null] : null;
      return {
        ...page,
        // Names the child even on the first page and in place of one that vanished, so that a cursor continues in it.
        token: JSON.stringify([current.key, page.token ?? start]),
        nextToken: nextToken && JSON.stringify(nextToken),
      };
    },
  };
}

/** Sorts children by key; of equal keys the last is used. */
function inOrder<Item>(children: readonly ChildSource<Item>[]): ChildSource<Item>[] {
  const distinct = new Map(children.map((child) => [child.key, child]));
  return [...distinct.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
}

type ChildToken = [key: string, token: string | null];

function isChildToken(value: unknown): value is ChildToken {
  if (!Array.isArray(value)) return false;
  const [key, token] = value as unknown[];
  return typeof key === 'string' && (token === null || typeof token === 'string');
}
