import type { AwsLocation } from '../aws/location.ts';
import { iteratePages } from '../paging/iterate-source.ts';
import type { PageSource } from '../paging/page-source.ts';

/** Qualifies a key with account and region, unique across locations. */
export function keyIn({ accountId, region }: AwsLocation, key: string): string {
  return `${accountId}/${region}/${key}`;
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
