import type { PageSource } from '../../src/paging/page-source.ts';

/** Page size of a list, and AWS's quirks with its tokens. */
export interface ListQuirks {
  /** Items on a full page. */
  readonly pageLength?: number;
  /** Before every page that has items come so many that have none, each with a token. */
  readonly emptyPagesBetween?: number;
  /** A full last page has a token, and the page behind it is empty. */
  readonly tokenAfterLastPage?: boolean;
  /** Tokens are padded to this length. */
  readonly tokenLength?: number;
}

export interface CountedSource<Item> extends PageSource<Item> {
  /** Pages read so far. */
  readonly reads: number;
}

/** Lists items in memory, cut as AWS cuts its lists. A token says where its page begins and how many empty ones came before. */
export function listSource<Item>(items: readonly Item[], quirks: ListQuirks = {}, id = 'list'): CountedSource<Item> {
  const { pageLength = 50, emptyPagesBetween = 0, tokenAfterLastPage = false, tokenLength = 0 } = quirks;
  let reads = 0;
  const token = (start: number, empties: number) => `${start}:${empties}:`.padEnd(tokenLength, 'x');

  return {
    id,
    get reads() {
      return reads;
    },
    async listPage(at) {
      reads += 1;
      const [start = 0, empties = 0] = at === null ? [] : at.split(':').map(Number);
      if (empties < emptyPagesBetween) return { items: [], nextToken: token(start, empties + 1) };
      const end = start + pageLength;
      const hasMore = end < items.length || (tokenAfterLastPage && end === items.length);
      return { items: items.slice(start, end), nextToken: hasMore ? token(end, 0) : null };
    },
  };
}
