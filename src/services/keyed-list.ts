import type { MissingKeys } from '../aws/client.ts';
import type { PageSource } from '../paging/page-source.ts';

/** A list of AWS whose resources can also be looked up by key, several in one call. */
export interface KeyedList<Item> {
  /** Keys that one call takes. */
  readonly keysPerCall: number;
  /** The whole list, or the resources of these keys: AWS rejects all of them with NOT_FOUND for one that does not exist. */
  readonly list: (keys?: readonly string[]) => PageSource<Item>;
  readonly keyOf: (item: Item) => string | undefined;
  /** Keys that AWS has just said do not exist. */
  readonly missing: () => MissingKeys;
}
