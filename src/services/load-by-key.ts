import DataLoader from 'dataloader';
import type { RequestCalls } from '../aws/request-calls.ts';
import { GatewayError } from '../errors.ts';

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

/**
 * AWS refuses a whole batch for one unknown key (documented for DescribeInstanceInformation, likely for the others), so
 * a refused batch is halved until the culprit stands alone.
 */
export async function loadHalving<Item>(
  keys: readonly string[],
  load: (keys: readonly string[]) => Promise<ReadonlyMap<string, Item>>,
): Promise<(Item | null)[]> {
  try {
    const byKey = await load(keys);
    return keys.map((key) => byKey.get(key) ?? null);
  } catch (error) {
    if (!(error instanceof GatewayError && error.code === 'NOT_FOUND')) throw error;
    if (keys.length === 1) return [null];
    const half = keys.length >> 1;
    const halves = await Promise.all([loadHalving(keys.slice(0, half), load), loadHalving(keys.slice(half), load)]);
    return halves.flat();
  }
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
