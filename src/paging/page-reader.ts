import { HASH_LENGTH, keyHash } from './key-hash.ts';
import type { Page } from './page-source.ts';
import { trailBehind } from './page-trail.ts';
import type { Position } from './position.ts';
import { carriedToNextPage, NOTHING_SHOWN, splitHashes, withShown } from './shown-keys.ts';

/** Reads the items of one page that are behind a position, one by one. */
export interface PageReader<Item> {
  /** Returns the next item that was not shown; null at the end of the page. */
  next(): { readonly item: Item } | null;
  /**
   * Marks the item that `next` returned last as shown. An item that is not marked, such as one that a filter leaves out, is
   * examined again when a cursor of this page is followed.
   *
   * @returns the position behind the item, computed on demand, and whether the list ends there
   */
  show(): { position(): Position; readonly isLast: boolean };
  /** Returns the position at the start of the next page; null if there is none. */
  following(): Position | null;
}

/**
 * Reads a page from a position on.
 *
 * @param from a position whose token is the one that the page was requested with
 */
export function pageReader<Item>(page: Page<Item>, from: Position): PageReader<Item> {
  const { items, nextToken } = page;
  const token = page.token ?? from.token;
  // Indexes mean nothing on another page than the one that was requested.
  const start = page.keyOf || token === from.token ? from.shown : NOTHING_SHOWN;
  const shownBefore = shownKeySet(splitHashes(start.hashes));
  const shownHere = shownKeyList();
  const keyAt = (index: number) => page.keyOf?.(items[index] as Item) ?? `#${index}`;
  let index = start.settled < 0 ? indexBehindLast(items.length, (at) => shownBefore.has(keyAt(at))) : 0;
  let current: string | null = null;

  function following(): Position | null {
    if (nextToken === null) return null;
    // An index identifies nothing on the next page.
    const shown = page.keyOf
      ? carriedToNextPage(shownBefore.hashes, start.settled, shownBefore.met, splitHashes(shownHere.text()))
      : NOTHING_SHOWN;
    return { token: nextToken, shown, trail: trailBehind(from.trail, nextToken) };
  }

  return {
    next() {
      while (index < items.length) {
        const key = keyAt(index);
        index += 1;
        if (shownHere.has(key) || shownBefore.has(key)) continue;
        current = key;
        return { item: items[index - 1] as Item };
      }
      return null;
    },
    show() {
      if (current !== null) shownHere.add(current);
      const [count, isPageEnd] = [shownHere.count(), index === items.length];
      return {
        isLast: isPageEnd && nextToken === null,
        position() {
          // The position behind the last item of a page is on the next page, so that this one is not read again.
          const next = isPageEnd ? following() : null;
          if (next) return next;
          return {
            token,
            shown: withShown(start.hashes, start.settled, shownHere.text(count)),
            trail: from.trail,
          };
        },
      };
    },
    following,
  };
}

/** Returns the index behind the last shown item: where not all keys were held, everything before a shown item was shown. */
function indexBehindLast(length: number, isShown: (index: number) => boolean): number {
  for (let index = length - 1; index >= 0; index -= 1) if (isShown(index)) return index + 1;
  return 0;
}

/** The keys shown before a page was read, of which only hashes are known, and which of them the page has. */
function shownKeySet(hashes: readonly string[]) {
  const known = new Set(hashes);
  const met = new Set<string>();
  return {
    hashes,
    met: met as ReadonlySet<string>,
    has(key: string): boolean {
      if (known.size === 0) return false;
      const hash = keyHash(key);
      if (!known.has(hash)) return false;
      met.add(hash);
      return true;
    },
  };
}

/** The keys shown of a page, in order; hashed when a cursor needs them. */
function shownKeyList() {
  const keys = new Set<string>();
  const order: string[] = [];
  let hashed = 0;
  let text = '';
  return {
    has: (key: string) => keys.has(key),
    count: () => order.length,
    add(key: string): void {
      if (keys.has(key)) return;
      keys.add(key);
      order.push(key);
    },
    /** Returns the hashes of the first keys, joined: each cursor of a page has those of the one in front, and one more. */
    text(count = order.length): string {
      for (; hashed < count; hashed += 1) text += keyHash(order[hashed] ?? '');
      return text.slice(0, count * HASH_LENGTH);
    },
  };
}
