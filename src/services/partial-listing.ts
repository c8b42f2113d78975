import { iteratePages } from '../paging/iterate-source.ts';
import type { PageSource } from '../paging/page-source.ts';

/** Incremental reader of a list: its caller stops reading when looking items up by key is cheaper. */
export class PartialListing<Item> {
  /** Items read so far, by key. */
  readonly items = new Map<string, Item>();
  /** True if every item is read: a key without an item then does not exist. */
  isComplete = false;
  /** True if reading a page failed; no further page is read then. */
  hasFailed = false;
  readonly #pages: ReturnType<typeof iteratePages<Item>>;
  readonly #keyOf: (item: Item) => string | undefined;

  constructor({ list, keyOf }: { list: () => PageSource<Item>; keyOf: (item: Item) => string | undefined }) {
    this.#pages = iteratePages(list());
    this.#keyOf = keyOf;
  }

  get canContinue(): boolean {
    return !this.isComplete && !this.hasFailed;
  }

  /** Reads the next page. Never throws: after a failure the items can still be looked up by key. */
  async readPage(): Promise<void> {
    try {
      const { value: page, done } = await this.#pages.next();
      if (done) {
        this.isComplete = true;
        return;
      }
      for (const item of page.items) {
        const key = this.#keyOf(item);
        if (key !== undefined) this.items.set(key, item);
      }
      if (page.nextToken === null) this.isComplete = true;
    } catch {
      this.hasFailed = true;
    }
  }
}
