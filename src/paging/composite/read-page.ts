import { type PageReader, pageReader } from '../page-reader.ts';
import type { Page } from '../page-source.ts';
import type { Position } from '../position.ts';
import { type TokenGuard, tokenGuard } from '../token-guard.ts';
import { pathKey } from './path.ts';
import { isSameSource, type QueuedSource } from './queued-source.ts';
import type { IterationEvent } from './transition.ts';

/** An item of a page, or the event that says that the page has no more of them. */
type PageItem<Item, Metadata> =
  | {
      readonly kind: 'item';
      readonly item: Item;
      /** Position behind the item; null at the end of the list. */
      behind(): Position | null;
    }
  | (IterationEvent<Item, Metadata> & { readonly kind: 'page-read' });

/** Items of an iteration that are left out. */
export interface ItemFilter<Item> {
  /** Leaves out items for which it returns false; every item is returned if absent. */
  readonly matches?: ((item: Item) => boolean) | undefined;
  /**
   * Returns the identity of an item that several sources may list; it is returned once per iteration. Absent: the sources have
   * no item in common.
   */
  readonly identityOf?: ((item: Item) => string) | undefined;
}

/** Returns a function that gives the selected items of pages one by one, and tracks how far the latest page was read. */
export function pageItems<Item, Metadata>({
  matches = () => true,
  identityOf,
}: ItemFilter<Item>): (source: QueuedSource<Item, Metadata>, page: Page<Item>) => PageItem<Item, Metadata> {
  let reading: { readonly source: QueuedSource<Item, Metadata>; readonly reader: PageReader<Item> } | null = null;
  const guards = new Map<string, TokenGuard>();
  const returned = new Set<string>();

  function isRepeated(item: Item): boolean {
    const identity = identityOf?.(item);
    if (identity === undefined) return false;
    const isKnown = returned.has(identity);
    returned.add(identity);
    return isKnown;
  }

  function guardOf({ path }: QueuedSource<Item, Metadata>): TokenGuard {
    const key = pathKey(path);
    const guard = guards.get(key) ?? tokenGuard();
    guards.set(key, guard);
    return guard;
  }

  /** Returns the next selected item of a page. A repeated one counts as shown: no later page returns it. */
  function nextItem(reader: PageReader<Item>): PageItem<Item, Metadata> | null {
    for (let next = reader.next(); next !== null; next = reader.next()) {
      if (!matches(next.item)) continue;
      const { position, isLast } = reader.show();
      if (isRepeated(next.item)) continue;
      return { kind: 'item', item: next.item, behind: isLast ? () => null : position };
    }
    return null;
  }

  return (source, page) => {
    if (!reading || !isSameSource(reading.source, source)) {
      reading = { source, reader: pageReader(page, source.position) };
    }
    const { reader } = reading;
    const found = nextItem(reader);
    if (found) return found;
    reading = null;
    const following = reader.following();
    if (following === null) guards.delete(pathKey(source.path));
    const error = following && guardOf(source).errorAfter(source.position.token, page);
    return { kind: 'page-read', following, error };
  };
}
