import { HASH_LENGTH, keyHash } from './key-hash.ts';
import type { Page } from './page-source.ts';
import { MAX_SHOWN, NOTHING_SHOWN, type Position, type ShownKeys, trailBehind } from './position.ts';

/** The items of one page that are left behind a position, one by one. */
export interface PageReader<Item> {
  /** The next item that was not shown; null at the end of the page. */
  next(): { readonly item: Item } | null;
  /**
   * Marks the item that `next` gave last as shown.
   *
   * @returns the position right behind it, and whether the list ends there
   */
  show(): { position(): Position; readonly isLast: boolean };
  /** Where the list goes on behind the page; null where it ends. */
  following(): Position | null;
}

/** Of what is carried to the next page, so many may be keys that this page did not have: their items ended, or moved on. */
const MAX_MISSING = 128;
/** And so many may be keys that it had: AWS may repeat them on the next page. */
const MAX_SETTLED = 100;

/** @param from where in the page to go on; its token is the one that the page was asked with */
export function pageReader<Item>(page: Page<Item>, from: Position): PageReader<Item> {
  const { items, nextToken } = page;
  const token = page.token ?? from.token;
  // Of another page than the one that it was asked for, places say nothing.
  const start = page.keyOf || token === from.token ? from.shown : NOTHING_SHOWN;
  const before = split(start.hashes);
  const known = new Set(before);
  /** Of those, which this page has. */
  const met = new Set<string>();
  const shown = new Set<string>();
  /** The same in order, and their hashes as far as they were needed. */
  const keys: string[] = [];
  const hashes: string[] = [];
  let index = start.settled < 0 ? behindLastKnown() : 0;
  let current: string | null = null;

  function keyAt(at: number): string {
    return page.keyOf?.(items[at] as Item) ?? `#${at}`;
  }

  /** Where some keys had no room, order has to do: all that stands before a known one was shown. */
  function behindLastKnown(): number {
    for (let at = items.length - 1; at >= 0; at -= 1) if (isKnown(keyAt(at))) return at + 1;
    return 0;
  }

  function isKnown(key: string): boolean {
    if (known.size === 0) return false;
    const hash = keyHash(key);
    if (!known.has(hash)) return false;
    met.add(hash);
    return true;
  }

  function hashesUpTo(count: number): readonly string[] {
    for (let at = hashes.length; at < count; at += 1) hashes.push(keyHash(keys[at] ?? ''));
    return hashes.length === count ? hashes : hashes.slice(0, count);
  }

  function inside(count: number): ShownKeys {
    const all = [...before, ...hashesUpTo(count)];
    const excess = all.length - MAX_SHOWN;
    if (excess <= 0) return { hashes: all.join(''), settled: start.settled };
    return { hashes: all.slice(excess).join(''), settled: start.settled - excess };
  }

  /** An item without a key is known by its place, which says nothing of the next page. */
  function carried(): ShownKeys {
    if (!page.keyOf) return { hashes: '', settled: 0 };
    const settled = [...met, ...hashesUpTo(keys.length)].slice(-MAX_SETTLED);
    const missing = before
      .slice(Math.max(0, start.settled))
      .filter((hash) => !met.has(hash))
      .slice(-MAX_MISSING);
    return { hashes: [...settled, ...missing].join(''), settled: settled.length };
  }

  function following(): Position | null {
    return nextToken === null
      ? null
      : { token: nextToken, shown: carried(), trail: trailBehind(from.trail, nextToken) };
  }

  return {
    next() {
      while (index < items.length) {
        const at = index;
        index += 1;
        const key = keyAt(at);
        if (shown.has(key) || isKnown(key)) continue;
        current = key;
        return { item: items[at] as Item };
      }
      return null;
    },
    show() {
      if (current !== null && !shown.has(current)) {
        shown.add(current);
        keys.push(current);
      }
      const [count, isBehindPage] = [keys.length, index === items.length];
      return {
        isLast: isBehindPage && nextToken === null,
        // Behind a page's last item stands the next page, where there is one: no need to read this one again to go on.
        position: () => (isBehindPage && following()) || { token, shown: inside(count), trail: from.trail },
      };
    },
    following,
  };
}

function split(hashes: string): string[] {
  return Array.from({ length: hashes.length / HASH_LENGTH }, (_, index) =>
    hashes.slice(index * HASH_LENGTH, (index + 1) * HASH_LENGTH),
  );
}
