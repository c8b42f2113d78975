import { GatewayError } from '../errors/gateway-error.ts';
import type { KeyedList } from './keyed-list.ts';
import type { PartialListing } from './partial-listing.ts';
import { byKey, readAll } from './read-list.ts';

/** Maximum number of batches in flight while no key is known to be missing. */
const MAX_CONCURRENT = 8;

/** Batch that AWS has rejected, or its keys that are still unresolved. */
interface RejectedBatch {
  readonly keys: readonly string[];
  /** True if at least one key is missing. Uncertain after keys were resolved by listing: those may have been deleted since. */
  readonly isCertain: boolean;
}

/**
 * Search for many keys of a list. AWS rejects a whole batch for one key that does not exist (documented for
 * DescribeInstanceInformation, likely for the others), so missing keys are found either by bisecting rejected batches or
 * by reading the whole list. Which is cheaper is not known in advance, so both advance alternately: the search takes fewer
 * than twice the calls of the cheaper strategy on average, and about three times at worst.
 */
export class KeySearch<Item> {
  readonly #list: KeyedList<Item>;
  readonly #listing: PartialListing<Item>;
  readonly #results = new Map<string, Item | null>();
  /** Keys that are in no result, listing or rejected batch yet. */
  #unknown: string[] = [];
  #rejected: RejectedBatch[] = [];
  /** Numbers of requested keys that exist and that do not; keys resolved by listing alone do not count. */
  #found = 0;
  #missed = 0;
  /** Numbers of pages listed and of batches sent while bisecting. */
  #pages = 0;
  #batches = 0;

  constructor(list: KeyedList<Item>, listing: PartialListing<Item>) {
    this.#list = list;
    this.#listing = listing;
  }

  /** Loads the resources in the order of the keys; null for a key without one. */
  async load(keys: readonly string[]): Promise<(Item | null)[]> {
    const missing = this.#list.missing();
    this.#unknown = keys.filter((key) => !missing.has(key));
    this.#useListing();
    await this.#sendWhileAnswered();
    this.#batches = 0;
    const pagesFirst = this.#rejected.reduce((sum, batch) => sum + Math.floor(Math.log2(batch.keys.length)), 0);
    while (this.#settle()) await this.#advance(pagesFirst);
    for (const [key, item] of this.#results) if (item === null) missing.add(key);
    return keys.map((key) => this.#results.get(key) ?? null);
  }

  /** Sends full batches with growing concurrency until AWS rejects one: listing pays only where keys are missing. */
  async #sendWhileAnswered(): Promise<void> {
    for (let sent = 0; this.#unknown.length > 0 && this.#rejected.length === 0; ) {
      const width = Math.min(MAX_CONCURRENT, sent + 1);
      sent += width;
      await this.#sendBatches(width, this.#list.keysPerCall);
    }
  }

  /**
   * Lists a page, bisects, or both concurrently. Bisecting takes log2(batch size) calls to find one missing key, so this many
   * pages are listed first.
   */
  async #advance(pagesFirst: number): Promise<void> {
    const { canContinue } = this.#listing;
    const lists = canContinue && (this.#pages < pagesFirst || this.#pages <= this.#batches);
    const bisects = !canContinue || this.#pages >= pagesFirst;
    const width = canContinue ? Math.max(1, this.#pages - this.#batches) : MAX_CONCURRENT;
    await Promise.all([lists && this.#listPage(), bisects && this.#bisectStep(width)]);
    this.#useListing();
  }

  async #listPage(): Promise<void> {
    this.#pages += 1;
    await this.#listing.readPage();
  }

  /** Sends up to `width` batches concurrently: rejected batches bisected; where there are none, unknown keys. */
  async #bisectStep(width: number): Promise<void> {
    const rejected = this.#rejected.splice(-width);
    if (rejected.length === 0) return this.#sendBatches(width, this.#batchSize());
    await Promise.all(rejected.map((batch) => this.#bisectBatch(batch)));
  }

  /** Sends the first half. If it succeeds, the second half has the missing key; if it is rejected, the second half is unknown. */
  async #bisectBatch({ keys, isCertain }: RejectedBatch): Promise<void> {
    const half = Math.ceil(keys.length / 2);
    const second = keys.slice(half);
    if (!(await this.#send(keys.slice(0, half)))) this.#unknown.push(...second);
    else if (second.length > 0) this.#rejected.push({ keys: second, isCertain });
  }

  /** Computes the batch size at which about half of the batches succeed, from the share of missing keys so far. */
  #batchSize(): number {
    const size = Math.floor((Math.LN2 * (this.#found + this.#missed)) / this.#missed);
    return this.#missed === 0 ? this.#list.keysPerCall : Math.min(this.#list.keysPerCall, Math.max(1, size));
  }

  async #sendBatches(width: number, size: number): Promise<void> {
    const batches = Array.from({ length: width }, () => this.#unknown.splice(0, size));
    await Promise.all(batches.filter((batch) => batch.length > 0).map((batch) => this.#send(batch)));
  }

  /** Sends one batch and records its results, or records it as rejected. @returns whether it succeeded */
  async #send(batch: readonly string[]): Promise<boolean> {
    this.#batches += 1;
    try {
      const items = byKey(await readAll(this.#list.list(batch)), this.#list.keyOf);
      for (const key of batch) this.#results.set(key, items.get(key) ?? null);
      this.#found += items.size;
      return true;
    } catch (error) {
      if (!(error instanceof GatewayError && error.code === 'NOT_FOUND')) throw error;
      this.#rejected.push({ keys: batch, isCertain: true });
      return false;
    }
  }

  /** Resolves keys from the listing. A complete listing resolves every key: those that it lacks are missing. */
  #useListing(): void {
    const { items, isComplete } = this.#listing;
    const isListed = (key: string) => isComplete || items.has(key);
    const take = (keys: readonly string[]) => {
      for (const key of keys) if (isListed(key)) this.#results.set(key, items.get(key) ?? null);
      return keys.filter((key) => !isListed(key));
    };
    this.#unknown = take(this.#unknown);
    this.#rejected = this.#rejected.flatMap(({ keys, isCertain }) => {
      const rest = take(keys);
      return rest.length === 0 ? [] : [{ keys: rest, isCertain: isCertain && rest.length === keys.length }];
    });
  }

  /** Resolves certain rejected batches of one key as missing. @returns whether unresolved keys remain */
  #settle(): boolean {
    this.#rejected = this.#rejected.filter(({ keys, isCertain }) => {
      if (keys.length > 1 || !isCertain) return true;
      for (const key of keys) this.#results.set(key, null);
      this.#missed += 1;
      return false;
    });
    return this.#rejected.length > 0 || this.#unknown.length > 0;
  }
}
