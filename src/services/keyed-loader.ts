import DataLoader from 'dataloader';
import type { RequestCalls } from '../aws/request-calls.ts';
import { KeySearch } from './key-search.ts';
import type { KeyedList } from './keyed-list.ts';
import { PartialListing } from './partial-listing.ts';

/**
 * Loads resources of a list by key for one request; null for a key without one. Takes at most a small multiple of the calls
 * that looking the keys up or listing all resources takes, whichever is fewer (see `KeySearch`). Pages it has listed serve
 * later keys of the request until a key is cleared.
 */
export class KeyedLoader<Item> extends DataLoader<string, Item | null> {
  readonly #list: KeyedList<Item>;
  readonly #state: { listing: PartialListing<Item> };

  constructor(name: string, request: RequestCalls, list: KeyedList<Item>) {
    const state = { listing: new PartialListing(list) };
    super((keys) => new KeySearch(list, state.listing).load(keys), { name, batchScheduleFn: request.whenListsAreIn });
    this.#list = list;
    this.#state = state;
  }

  override clear(key: string): this {
    this.#state.listing = new PartialListing(this.#list);
    return super.clear(key);
  }

  override clearAll(): this {
    this.#state.listing = new PartialListing(this.#list);
    return super.clearAll();
  }
}
