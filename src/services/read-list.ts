import type { AwsLocation } from '../aws/location.ts';
import type { Page, PageOrigin, PageSource } from '../paging/page-source.ts';
import { START } from '../paging/position.ts';
import { tokenGuard } from '../paging/token-guard.ts';

/** What a list's pages have in common: whose they are, and what tells their items apart. */
export interface ListKind<Item> extends PageOrigin {
  readonly keyOf: (item: Item) => string | undefined;
}

/** AWS ends a list by leaving NextToken out, or by an empty one (DescribeInstanceInformation documents it). */
export function toPage<Item>(
  items: readonly Item[] | undefined,
  nextToken: string | undefined,
  { keyOf, ...origin }: ListKind<Item>,
): Page<Item> {
  return {
    items: items ?? [],
    nextToken: nextToken === undefined || nextToken === '' ? null : nextToken,
    keyOf,
    origin,
  };
}

/** What tells an item from those of other accounts and regions. */
export function keyIn({ accountId, region }: AwsLocation, key: string): string {
  return `${accountId}/${region}/${key}`;
}

/**
 * A page of AWS's shapes as models, keyed by their account and region, too: lists of several are read as one. The type says
 * what AWS guarantees, which is believed here and nowhere else.
 */
export function toLocatedPage<Model extends { readonly location: AwsLocation }>(
  shapes: readonly object[] | undefined,
  nextToken: string | undefined,
  location: AwsLocation,
  kind: ListKind<Model>,
): Page<Model> {
  return toPage(
    shapes?.map((shape) => ({ ...shape, location }) as Model),
    nextToken,
    {
      ...kind,
      keyOf(item) {
        const key = kind.keyOf(item);
        return key === undefined ? undefined : keyIn(location, key);
      },
    },
  );
}

/**
 * The pages of a list one by one, `maxPages` at most; in the end, whether that was all of it.
 *
 * @throws GatewayError UPSTREAM_ERROR for a list that does not end
 */
export async function* pagesOf<Item>(
  source: PageSource<Item>,
  maxPages = Infinity,
): AsyncGenerator<Page<Item>, boolean> {
  const guard = tokenGuard();
  let token: string | null = null;
  for (let read = 0; read < maxPages; read += 1) {
    const page: Page<Item> = await source.listPage(token);
    yield page;
    if (page.nextToken === null) return true;
    guard.check({ ...START, token }, page);
    token = page.nextToken;
  }
  return false;
}

/** Every item of a list that is known to be short, such as the fleets of one stack; each once, though AWS may repeat one. */
export async function readAll<Item>(source: PageSource<Item>): Promise<Item[]> {
  const items: Item[] = [];
  const keys = new Set<string>();
  for await (const page of pagesOf(source)) {
    for (const item of page.items) {
      const key = page.keyOf?.(item);
      if (key !== undefined && keys.has(key)) continue;
      if (key !== undefined) keys.add(key);
      items.push(item);
    }
  }
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
