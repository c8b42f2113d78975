import type { Connection } from '../../src/paging/connection.ts';
import { type CursorCodec, cursorCodec } from '../../src/paging/cursor-codec.ts';
import type { PageSource } from '../../src/paging/page-source.ts';
import { readConnection } from '../../src/paging/read-connection.ts';

/** What cursors are made with where a test does not say. */
export const testCursors = cursorCodec('a secret of many letters');

/** Follows a connection to its end and gives every page, as a client would. */
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

/** The items of pages, joined. */
export function nodesOf<Item>(pages: readonly Connection<Item>[]): Item[] {
  return pages.flatMap((page) => page.edges.map((edge) => edge.node));
}
