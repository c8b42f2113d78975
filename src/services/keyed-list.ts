import type { MissingKeys } from '../aws/client.ts';
import type { PageSource } from '../paging/page-source.ts';

/** AWS list whose resources can also be looked up by key, several in one call. */
export interface KeyedList<Item> {
  /** Maximum number of keys in one call. */
  readonly keysPerCall: number;
  /** The whole list, or the resources of these keys. AWS rejects all keys with NOT_FOUND for one that does not exist. */
  readonly list: (keys?: readonly string[]) => PageSource<Item>;
  readonly keyOf: (item: Item) => string | undefined;
  /** Cached keys that AWS has reported as missing. */
  readonly missing: () => MissingKeys;
}
