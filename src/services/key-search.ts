import { GatewayError } from '../errors/gateway-error.ts';
import type { KeyedList } from './keyed-list.ts';
import type { PartialListing } from './partial-listing.ts';
import { byKey, readAll } from './read-list.ts';

/** Batches in flight at once where nothing is known to be missing. */
const MAX_CONCURRENT = 8;

/** A batch that AWS has rejected, or what is left of it. */
interface RejectedBatch {
  readonly keys: readonly string[];
  /** Whether one key at least is missing. Not certain where others were listed: those may have vanished since. */
  readonly isCertain: boolean;
}

/**
 * One search for many keys of a list. AWS rejects a whole batch for one key that does not exist (documented for
 * DescribeInstanceInformation, likely for the others), so that missing keys are found either by bisecting rejected
 * batches or by reading the whole list. What will be cheaper is not known before, so both advance in turns: the search
 * takes fewer than twice the calls of the cheaper way on average, and about three times at worst.
 */
export class KeySearch<Item> {
  readonly #list: KeyedList<Item>;
  readonly #listing: PartialListing<Item>;
  readonly #results = new Map<string, Item | null>();
  /** Keys of which nothing is known. */
  #unknown: string[] = [];
  #rejected: RejectedBatch[] = [];
  /** Keys that AWS was asked for and that exist, or not. Those that are only listed say nothing of the others. */
  #found = 0;
  #missed = 0;
  /** Pages listed, and batches sent while bisecting. */
  #pages = 0;
  #batches = 0;

  constructor(list: KeyedList<Item>, listing: PartialListing<Item>) {
    this.#list = list;
    this.#listing = listing;
  }

  /** The resources in the order of the keys; null for a key that has none. */
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

  /** Sends full batches, one first and then more at once, until AWS rejects one: listing pays only where keys are missing. */
  async #sendWhileAnswered(): Promise<void> {
    for (let sent = 0; this.#unknown.length > 0 && this.#rejected.length === 0; ) {
      const width = Math.min(MAX_CONCURRENT, sent + 1);
      sent += width;
      await this.#sendBatches(width, this.#list.keysPerCall);
    }
  }

  /**
   * Lists a page, bisects, or both at once. To find one missing key by bisecting takes the logarithm of the batch's size:
   * so many pages are listed first.
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

  /** Sends up to so many batches at once: rejected ones bisected, or, where there are none, keys of which nothing is known. */
  async #bisectStep(width: number): Promise<void> {
    const rejected = this.#rejected.splice(-width);
    if (rejected.length === 0) return this.#sendBatches(width, this.#batchSize());
    await Promise.all(rejected.map((batch) => this.#bisectBatch(batch)));
  }

  /** Where the first half is answered, the second has the missing key; where it is not, nothing is known of the second. */
  async #bisectBatch({ keys, isCertain }: RejectedBatch): Promise<void> {
    const half = Math.ceil(keys.length / 2);
    const second = keys.slice(half);
    if (!(await this.#send(keys.slice(0, half)))) this.#unknown.push(...second);
    else if (second.length > 0) this.#rejected.push({ keys: second, isCertain });
  }

  /** The size at which a batch is answered about every other time, by the share of keys that were missing so far. */
  #batchSize(): number {
    const size = Math.floor((Math.LN2 * (this.#found + this.#missed)) / this.#missed);
    return this.#missed === 0 ? this.#list.keysPerCall : Math.min(this.#list.keysPerCall, Math.max(1, size));
  }

  async #sendBatches(width: number, size: number): Promise<void> {
    const batches = Array.from({ length: width }, () => this.#unknown.splice(0, size));
    await Promise.all(batches.filter((batch) => batch.length > 0).map((batch) => this.#send(batch)));
  }

  /** @returns whether AWS has answered; a rejected batch is noted as such */
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

  /** Takes what the listing has from the keys that are sought; of one that is complete, the others are missing. */
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

  /** Takes a rejected batch of one key as missing. @returns whether keys are left */
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
