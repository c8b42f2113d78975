import type { Page, PageSource } from '../../src/paging/page-source.ts';

/** Rule by which AWS cuts the page of a token when it is requested again. */
export interface CutRule {
  /** `count`: so many items after the one that the token names. `anchors`: up to where the page ended the first time. */
  readonly rule: 'count' | 'anchors';
  readonly pageLength: number;
  /** Items that are left out after the page was cut, as SSM's filters leave them out. */
  readonly keep?: (key: string) => boolean;
  /** A full last page has a token, and the page behind it is empty. */
  readonly tokenAfterLastPage?: boolean;
  /** So many of the last items of a page stand on the next one, too. */
  readonly repeated?: number;
}

interface Entry {
  readonly key: string;
  readonly rank: number;
}

/** A list in which items begin and end, in memory. */
export interface ChangingList extends PageSource<string> {
  readonly keys: readonly string[];
  /** @param at a share of the list: 0 is its front, 1 its end */
  begin(key: string, at: number): void;
  end(at: number): string | undefined;
}

/** A list of these keys. A token names the rank behind which its page begins, so nothing moves over it. */
export function changingList(id: string, keys: readonly string[], { rule, pageLength, ...cut }: CutRule): ChangingList {
  const entries: Entry[] = keys.map((key, rank) => ({ key, rank }));
  const anchors = new Map<number, number>();
  const location = (at: number) => Math.min(entries.length, Math.floor(at * (entries.length + 1)));

  function page(behind: number): { readonly found: readonly Entry[]; readonly last: number | null } {
    const left = entries.filter(({ rank }) => rank > behind);
    const anchor = rule === 'anchors' ? (anchors.get(behind) ?? Infinity) : Infinity;
    const found = left.filter(({ rank }) => rank <= anchor).slice(0, pageLength);
    const isFull = found.length === pageLength;
    const end = isFull || anchor === Infinity ? found.at(-1)?.rank : anchor;
    if (rule === 'anchors' && isFull && !anchors.has(behind) && end !== undefined) anchors.set(behind, end);
    const isLast = end === undefined || left.every(({ rank }) => rank <= end);
    return { found, last: isLast && !(cut.tokenAfterLastPage && isFull) ? null : (end ?? null) };
  }

  return {
    id,
    get keys() {
      return entries.map(({ key }) => key);
    },
    async listPage(token): Promise<Page<string>> {
      const behind = token === null ? -Infinity : Number(token);
      const { found, last } = page(behind);
      const before = entries.filter(({ rank }) => rank <= behind).slice(token === null ? 0 : -(cut.repeated ?? 0));
      const repeated = token !== null && cut.repeated ? before : [];
      const items = [...repeated, ...found].map(({ key }) => key).filter(cut.keep ?? (() => true));
      return { items, nextToken: last === null ? null : String(last), keyOf: (key) => key };
    },
    begin(key, at) {
      const index = location(at);
      const [left, right] = [entries[index - 1]?.rank, entries[index]?.rank];
      const rank = left === undefined ? (right ?? 0) - 1 : right === undefined ? left + 1 : (left + right) / 2;
      entries.splice(index, 0, { key, rank });
    },
    end(at) {
      const index = Math.min(entries.length - 1, Math.floor(at * entries.length));
      return index < 0 ? undefined : entries.splice(index, 1)[0]?.key;
    },
  };
}
