import type { Scope } from '../aws/scope.ts';
import type { Page, PageSource } from '../paging/page-source.ts';

/** AWS ends a list by leaving NextToken out, or by an empty one (DescribeInstanceInformation documents it). */
export function toPage<Item>(items: readonly Item[] | undefined, nextToken: string | undefined): Page<Item> {
  return { items: items ?? [], nextToken: nextToken === undefined || nextToken === '' ? null : nextToken };
}

/** A page of AWS's shapes as models. The type says what AWS guarantees, which is believed here and nowhere else. */
export function toScopedPage<Model extends { readonly scope: Scope }>(
  shapes: readonly object[] | undefined,
  nextToken: string | undefined,
  scope: Scope,
): Page<Model> {
  return toPage(
    shapes?.map((shape) => ({ ...shape, scope }) as Model),
    nextToken,
  );
}

/** The pages of a list one by one, `maxPages` at most; in the end, whether that was all of it. */
export async function* pagesOf<Item>(
  source: PageSource<Item>,
  maxPages = Infinity,
): AsyncGenerator<readonly Item[], boolean> {
  let token: string | null = null;
  for (let read = 0; read < maxPages; read += 1) {
    const page: Page<Item> = await source.listPage(token);
    yield page.items;
    if (page.nextToken === null) return true;
    token = page.nextToken;
  }
  return false;
}

/** Every item of a list that is known to be short, such as the fleets of one stack. */
export async function readAll<Item>(source: PageSource<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pagesOf(source)) items.push(...page);
  return items;
}

/** Items by their key; one without a key cannot be asked for. */
export function byKey<Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined): Map<string, Item> {
  return new Map(
    items.flatMap((item) => {
      const key = keyOf(item);
      return key === undefined ? [] : [[key, item] as const];
    }),
  );
}
