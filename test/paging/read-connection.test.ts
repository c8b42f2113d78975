import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/paging/connection.ts';
import type { Page, PageSource } from '../../src/paging/page-source.ts';
import { readConnection } from '../../src/paging/read-connection.ts';
import { type ListQuirks, listSource } from '../support/list-source.ts';
import { nodesOf, readPages, testCursors } from '../support/read-connection.ts';

const cursors = testCursors;
const numbers = (length: number) => Array.from({ length }, (_, index) => index);

const worlds = fc.record({
  items: fc.nat(130).map(numbers),
  first: fc.integer({ min: 1, max: 60 }),
  quirks: fc.record({
    pageLength: fc.integer({ min: 1, max: 50 }),
    emptyPagesBetween: fc.nat(2),
    tokenAfterLastPage: fc.boolean(),
  }) as fc.Arbitrary<ListQuirks>,
});

describe('Over an unchanged world', () => {
  test('the pages of a connection, joined, are the list, in its order, once each', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async ({ items, first, quirks }) => {
        expect(nodesOf(await readPages(listSource(items, quirks), first))).toEqual(items);
      }),
    );
  });

  test('the list continues behind the cursor of any edge, not only the last one of a page', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.nat(), async ({ items, first, quirks }, pick) => {
        const source = listSource(items, quirks);
        const edges = (await readPages(source, first)).flatMap((page) => page.edges);
        const edge = edges[pick % Math.max(1, edges.length)];
        fc.pre(edge !== undefined);
        expect(nodesOf(await readPages(source, first, edge?.cursor))).toEqual(items.slice((edge?.node ?? 0) + 1));
      }),
    );
  });

  test('hasNextPage is exact, and edges are never empty while it is true', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async ({ items, first, quirks }) => {
        const pages = await readPages(listSource(items, quirks), first);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(items.length / first)));
        for (const page of pages.slice(0, -1)) {
          expect(page.edges).toHaveLength(first);
          expect(typeof page.pageInfo.endCursor).toBe('string');
        }
      }),
    );
  });

  test('a cursor can be followed with another `first`', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer({ min: 1, max: 60 }), async ({ items, first, quirks }, otherFirst) => {
        const source = listSource(items, quirks);
        const head = await readConnection(source, { first }, cursors);
        const rest = (await head.pageInfo.hasNextPage)
          ? await readPages(source, otherFirst, head.pageInfo.endCursor)
          : [];
        expect([...nodesOf([head]), ...nodesOf(rest)]).toEqual(items);
      }),
    );
  });
});

describe('A full traversal', () => {
  // As in the gateway, pages that were just read are cached.
  const kept = <Item>(source: PageSource<Item>): PageSource<Item> => {
    const pages = new Map<string | null, Promise<Page<Item>>>();
    return {
      id: source.id,
      listPage(token) {
        const page = pages.get(token) ?? source.listPage(token);
        pages.set(token, page);
        return page;
      },
    };
  };

  test('costs at most one call more than the list has pages of `first` items, up to the largest page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(300).map(numbers),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        async (items, first, tokenAfterLastPage) => {
          const source = listSource(items, { pageLength: 50, tokenAfterLastPage });
          await readPages(kept(source), first);
          expect(source.reads).toBeLessThanOrEqual(Math.max(1, Math.ceil(items.length / first)) + 1);
        },
      ),
    );
  });

  test('reads every page of the source once, whatever `first` is', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async ({ items, first, quirks }) => {
        const { pageLength = 50, emptyPagesBetween = 0, tokenAfterLastPage = false } = quirks;
        const source = listSource(items, quirks);
        await readPages(kept(source), first);
        const hasEmptyEnd = tokenAfterLastPage && items.length > 0 && items.length % pageLength === 0;
        const pages = Math.max(1, Math.ceil(items.length / pageLength)) + (hasEmptyEnd ? 1 : 0);
        expect(source.reads).toBe(pages * (1 + emptyPagesBetween));
      }),
    );
  });

  test('with `first` above the largest page gathers several pages', async () => {
    const source = listSource(numbers(120), { pageLength: 50 });
    const page = await readConnection(source, { first: 110 }, cursors);
    expect(nodesOf([page])).toEqual(numbers(110));
    expect(await page.pageInfo.hasNextPage).toBe(true);
    expect(source.reads).toBe(3);
  });

  test('reads no page ahead unless hasNextPage is read', async () => {
    const source = listSource(numbers(120), { pageLength: 50 });
    const page = await readConnection(source, { first: 50 }, cursors);
    expect(typeof page.pageInfo.endCursor).toBe('string');
    expect(source.reads).toBe(1);
    expect(await Promise.all([page.pageInfo.hasNextPage, page.pageInfo.hasNextPage])).toEqual([true, true]);
    expect(source.reads).toBe(2);
  });
});

/** Reads everything that a client may read of a page. */
async function settled<Item>({ edges, pageInfo }: Connection<Item>) {
  return { edges, pageInfo: { ...pageInfo, hasNextPage: await pageInfo.hasNextPage } };
}

describe('Arguments and edge cases', () => {
  test('`first` is 20 when it is left out or null', async () => {
    for (const first of [undefined, null]) {
      expect((await readConnection(listSource(numbers(60)), { first }, cursors)).edges).toHaveLength(20);
    }
  });

  test('`first: 0` is allowed: no edges, no next page, no call, and the cursor it was given', async () => {
    const source = listSource(numbers(60));
    const {
      pageInfo: { endCursor },
    } = await readConnection(source, { first: 5 }, cursors);
    const before = source.reads;
    const page = await readConnection(source, { first: 0, after: endCursor }, cursors);
    expect(await settled(page)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor },
    });
    expect(source.reads).toBe(before);
  });

  test.each([-1, 201, 2 ** 31, 1.5, Number.NaN])(
    '`first: %d` is BAD_USER_INPUT before anything is read',
    async (first) => {
      const source = listSource(numbers(3));
      await expect(readConnection(source, { first }, cursors)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(source.reads).toBe(0);
    },
  );

  test('an empty list is no edges, no next page and no cursors', async () => {
    const page = await readConnection(listSource([]), {}, cursors);
    expect(await settled(page)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  test('a cursor whose items have ended continues with what is left', async () => {
    const long = listSource(numbers(100), { pageLength: 50 });
    const {
      pageInfo: { endCursor },
    } = await readConnection(long, { first: 40 }, cursors);
    expect(nodesOf(await readPages(listSource(numbers(10), { pageLength: 50 }), 20, endCursor))).toEqual([]);
  });

  test('a source that repeats its token is an error, not a loop', async () => {
    const stuck: PageSource<number> = { id: 'stuck', listPage: async () => ({ items: [], nextToken: 'again' }) };
    await expect(readConnection(stuck, {}, cursors)).rejects.toMatchObject({ code: 'UPSTREAM_ERROR' });
  });
});

test('200 edges with cursors stay small under gzip, even with tokens of 2,000 characters', async () => {
  const source = listSource(numbers(1000), { pageLength: 50, tokenLength: 2_000 });
  const head = await readConnection(source, { first: 200 }, cursors);
  const plain = JSON.stringify(await readConnection(source, { first: 200, after: head.pageInfo.endCursor }, cursors));
  expect(plain.length).toBeGreaterThan(200 * 2_000);
  expect(gzipSync(plain).length).toBeLessThan(20_000);
});
