import type { Connection } from '../../src/paging/connection.ts';
import { type CursorCodec, cursorCodec } from '../../src/paging/cursor-codec.ts';
import type { PageSource } from '../../src/paging/page-source.ts';
import { readConnection } from '../../src/paging/read-connection.ts';

/** Codec of tests that do not need another. */
export const testCursors = cursorCodec('a secret of many letters');

/** Follows a connection to its end, as a client does, and returns every page. */
export async function readPages<Item>(
  source: PageSource<Item>,
  first: number,
  from: string | null = null,
  cursors: CursorCodec = testCursors,
): Promise<Connection<Item>[]> {
  const pages: Connection<Item>[] = [];
  let after = from;
  while (true) {
    const page = await readConnection(source, { first, after }, cursors);
    pages.push(page);
    if (!(await page.pageInfo.hasNextPage)) return pages;
    after = page.pageInfo.endCursor;
  }
}

/** Joins the items of pages. */
export function nodesOf<Item>(pages: readonly Connection<Item>[]): Item[] {
  return pages.flatMap((page) => page.edges.map((edge) => edge.node));
}
