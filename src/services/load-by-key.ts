import DataLoader from 'dataloader';
import type { RequestCalls } from '../aws/request-calls.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { filterPages } from '../paging/derived-sources.ts';
import type { PageSource } from '../paging/page-source.ts';

/**
 * Things by key: one AWS call for all that a request asks for at the same time.
 *
 * @param load in the order of the keys: the thing, null where there is none, an error that concerns this key alone
 */
export function loaderByKey<Key, Item>(options: {
  name: string;
  request: RequestCalls;
  keysPerCall: number;
  cacheKey?: (key: Key) => string;
  load: (keys: readonly Key[]) => Promise<readonly (Item | null | Error)[]>;
}): DataLoader<Key, Item | null, Key | string> {
  const { name, request, keysPerCall, cacheKey, load } = options;
  return new DataLoader<Key, Item | null, Key | string>(load, {
    name,
    maxBatchSize: keysPerCall,
    batchScheduleFn: request.whenListsAreIn,
    ...(cacheKey && { cacheKeyFn: cacheKey }),
  });
}

type LoadKeys<Item> = (keys: readonly string[]) => Promise<ReadonlyMap<string, Item>>;

/**
 * AWS refuses a whole batch for one unknown key (documented for DescribeInstanceInformation, likely for the others), so
 * a refused batch is halved until the culprit stands alone. One half after the other: where the first is answered, the
 * culprit is in the second, which then need not be asked for as a whole.
 */
export async function loadBisecting<Item>(keys: readonly string[], load: LoadKeys<Item>): Promise<(Item | null)[]> {
  return (await loadOrBisect(keys, load)).items;
}

interface Bisected<Item> {
  readonly items: (Item | null)[];
  readonly wasRefused: boolean;
}

async function loadOrBisect<Item>(keys: readonly string[], load: LoadKeys<Item>): Promise<Bisected<Item>> {
  try {
    const byKey = await load(keys);
    return { items: keys.map((key) => byKey.get(key) ?? null), wasRefused: false };
  } catch (error) {
    if (!(error instanceof GatewayError && error.code === 'NOT_FOUND')) throw error;
    return { items: await halve(keys, load), wasRefused: true };
  }
}

/** @param keys at least one of which is unknown */
async function halve<Item>(keys: readonly string[], load: LoadKeys<Item>): Promise<(Item | null)[]> {
  if (keys.length === 1) return [null];
  const half = keys.length >> 1;
  const first = await loadOrBisect(keys.slice(0, half), load);
  const second = keys.slice(half);
  return [...first.items, ...(first.wasRefused ? await loadBisecting(second, load) : await halve(second, load))];
}

/** Many keys of one loader, in their order. The first failure is the failure of all. */
export function loadEach<Key, Item>(
  loader: DataLoader<Key, Item | null, Key | string>,
  keys: readonly Key[],
): Promise<(Item | null)[]> {
  return Promise.all(keys.map((key) => loader.load(key)));
}

/** What is left of a list of names after those that vanished since it was made. */
export function existing<Item>(items: readonly (Item | null)[]): Item[] {
  return items.filter((item) => item !== null);
}

/** The same list; what is read of it need not be looked up by its key again in this request. */
export function priming<Key, Item>(
  source: PageSource<Item>,
  loader: DataLoader<Key, Item | null, Key | string>,
  keyOf: (item: Item) => Key,
): PageSource<Item> {
  return filterPages(source, (items) => {
    for (const item of items) loader.prime(keyOf(item), item);
    return items;
  });
}
