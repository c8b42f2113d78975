import type { AwsLocation } from '../aws/location.ts';
import { iteratePages } from '../paging/iterate-source.ts';
import type { Page, PageOrigin, PageSource } from '../paging/page-source.ts';

/** Common properties of a list's pages: their origin and the unique key of an item. */
export interface ListKind<Item> extends PageOrigin {
  readonly keyOf: (item: Item) => string | undefined;
}

/** Creates a page of an AWS response. The last page has no NextToken or an empty one (documented for DescribeInstanceInformation). */
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

/** Qualifies a key with account and region, unique across locations. */
export function keyIn({ accountId, region }: AwsLocation, key: string): string {
  return `${accountId}/${region}/${key}`;
}

/**
 * Creates a page of models from AWS's shapes. Keys include account and region, since lists of several locations are read as
 * one. The cast is sound because `conformAnswers` drops resources without their required members.
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

/** Reads every item of a short list, such as the fleets of one stack. Removes duplicates that AWS may return. */
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

/** Indexes items by key; omits items without a key. */
export function byKey<Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined): Map<string, Item> {
  return new Map(
    items.flatMap((item) => {
      const key = keyOf(item);
      return key === undefined ? [] : [[key, item] as const];
    }),
  );
}
