import { expect, test } from 'vitest';
import { iterateItems, iteratePages } from '../../src/paging/iterate-source.ts';
import { readConnection } from '../../src/paging/read-connection.ts';
import { listSource } from '../support/list-source.ts';
import { testCursors } from '../support/read-connection.ts';

const PAGES = 200;
const items = Array.from({ length: PAGES }, (_, index) => String(index));

/** Lists items in memory, one a page, and counts how many pages are read between two turns of the event loop. */
function countedList(visible: (item: string) => boolean = () => true) {
  const source = listSource(items, { pageLength: 1 });
  const counts = { ofTurn: 0, most: 0, reads: 0 };
  return {
    counts,
    source: {
      id: 'list',
      async listPage(token: string | null) {
        counts.reads += 1;
        counts.ofTurn += 1;
        counts.most = Math.max(counts.most, counts.ofTurn);
        const page = await source.listPage(token);
        return { ...page, items: page.items.filter(visible) };
      },
    },
  };
}

async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

async function mostPagesOfATurn(
  counts: { ofTurn: number; most: number },
  work: () => Promise<unknown>,
): Promise<number> {
  let isOver = false;
  const turn = () => {
    counts.ofTurn = 0;
    if (!isOver) setImmediate(turn);
  };
  turn();
  await work();
  isOver = true;
  return counts.most;
}

test('Fifty connections over one cached list, filtered to nothing, let others have their turn', async () => {
  const { source, counts } = countedList(() => false);
  const read = () => readConnection(source, { first: 5 }, testCursors);
  const most = await mostPagesOfATurn(counts, () => Promise.all(Array.from({ length: 50 }, read)));
  expect(counts.reads).toBe(50 * PAGES);
  expect(most).toBeLessThanOrEqual(2 * 16);
});

test('Reading all pages of a cached list lets others have their turn', async () => {
  const { source, counts } = countedList();
  const most = await mostPagesOfATurn(counts, () =>
    Promise.all(Array.from({ length: 20 }, () => collect(iteratePages(source)))),
  );
  expect(counts.reads).toBe(20 * PAGES);
  expect(most).toBeLessThanOrEqual(2 * 16);
});

test('iteratePages ends after `maxPages`, and tells whether that was the whole list', async () => {
  const endOf = async (maxPages: number) => {
    const pages = iteratePages(listSource(['a', 'b', 'c'], { pageLength: 1 }), maxPages);
    let count = 0;
    for (;;) {
      const { done, value } = await pages.next();
      if (done) return { count, isWhole: value };
      count += 1;
    }
  };
  expect(await endOf(2)).toEqual({ count: 2, isWhole: false });
  expect(await endOf(3)).toEqual({ count: 3, isWhole: true });
});

test('iterateItems continues from the position behind any item', async () => {
  const source = listSource(['a', 'b', 'c', 'd', 'e'], { pageLength: 2, emptyPagesBetween: 1 });
  const all = await collect(iterateItems(source));
  for (const [index, { behind }] of all.entries()) {
    const rest = await collect(iterateItems(source, behind()));
    expect(rest.map(({ item }) => item)).toEqual(all.slice(index + 1).map(({ item }) => item));
  }
});
