import type { AwsLocation } from '../aws/location.ts';
import { iteratePages } from '../paging/iterate-source.ts';
import type { Page, PageOrigin, PageSource } from '../paging/page-source.ts';

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

/** Every item of a list that is known to be short, such as the fleets of one stack; each once, though AWS may repeat one. */
export async function readAll<Item>(source: PageSource<Item>): Promise<Item[]> {
  const items: Item[] = [];
  const keys = new Set<string>();
  for await (const page of iteratePages(source)) {
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
