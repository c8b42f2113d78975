import { iteratePages } from '../paging/iterate-source.ts';
import type { PageSource } from '../paging/page-source.ts';

/** A list that is read page by page for as long as that is the cheaper way to its items. */
export class PartialListing<Item> {
  /** The items read so far, by key. */
  readonly items = new Map<string, Item>();
  /** Whether every item is read: then a key that is not among them does not exist. */
  isComplete = false;
  /** Whether a page could not be read; no other is tried. */
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

  /** Reads one page more. A failure is no error: the items can still be looked up by key. */
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
