import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChildSource, concatSources } from '../../../src/paging/composite/concat-sources.ts';
import { keyedSource, mapPages } from '../../../src/paging/derived-sources.ts';
import { readConnection } from '../../../src/paging/read-connection.ts';
import { listSource } from '../../support/list-source.ts';
import { nodesOf, readPages, testCursors } from '../../support/read-connection.ts';

const part = (key: string, items: readonly string[], pageLength = 2): ChildSource<string> => ({
  key,
  source: listSource(items, { pageLength, tokenAfterLastPage: true }, key),
});

test('Several lists read as one are the lists joined by ascending key, for every `first`', async () => {
  const lists = fc.uniqueArray(fc.tuple(fc.string(), fc.array(fc.string(), { maxLength: 7 })), {
    selector: ([key]) => key,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(lists, fc.integer({ min: 1, max: 9 }), async (children, first) => {
      const source = concatSources('all', async () => children.map(([key, items]) => part(key, items)));
      const expected = [...children].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, items]) => items);
      expect(nodesOf(await readPages(source, first))).toEqual(expected);
    }),
  );
});

test('A part that vanished since the cursor was made is skipped; a new one further down is read', async () => {
  let children = [part('a', ['a1', 'a2', 'a3']), part('b', ['b1']), part('d', ['d1'])];
  const source = concatSources('all', async () => children);
  const head = await readConnection(source, { first: 2 }, testCursors);
  children = [part('b', ['b1']), part('c', ['c1']), part('d', ['d1'])];
  expect(nodesOf(await readPages(source, 2, head.pageInfo.endCursor))).toEqual(['b1', 'c1', 'd1']);
});

test('A part that vanished under a cursor in the middle of its page costs the next part nothing', async () => {
  const gone = part('a', ['a1', 'a2', 'a3'], 3);
  const head = await readConnection(
    concatSources('all', async () => [gone]),
    { first: 2 },
    testCursors,
  );
  const rest = concatSources('all', async () => [part('b', ['b1', 'b2', 'b3'], 3)]);
  expect(nodesOf(await readPages(rest, 2, head.pageInfo.endCursor))).toEqual(['b1', 'b2', 'b3']);
});

test('No children at all are an empty list', async () => {
  expect(
    nodesOf(
      await readPages(
        concatSources('all', async () => []),
        5,
      ),
    ),
  ).toEqual([]);
});

test('A list of keys gives each thing once, in the order of the keys, and leaves out what does not exist', async () => {
  const asked: (readonly string[])[] = [];
  const source = keyedSource(
    'named',
    ['x', 'gone', 'y', 'x', 'z'],
    2,
    async (keys) => {
      asked.push(keys);
      return keys.map((key) => (key === 'gone' ? null : key.toUpperCase()));
    },
    (key) => key,
  );
  expect(nodesOf(await readPages(source, 1))).toEqual(['X', 'Y', 'Z']);
  expect(Math.max(...asked.map((keys) => keys.length))).toBe(2);
});

test('A mapped list may come out shorter and still pages exactly', async () => {
  const even = mapPages(
    listSource(
      Array.from({ length: 30 }, (_, index) => index),
      { pageLength: 4 },
    ),
    (items) => items.filter((item) => item % 8 === 0),
    String,
  );
  const pages = await readPages(even, 2);
  expect(nodesOf(pages)).toEqual([0, 8, 16, 24]);
  expect(pages).toHaveLength(2);
});

test('A token of our own that cannot be read is INVALID_CURSOR', async () => {
  const source = concatSources('all', async () => [part('a', ['a1'])]);
  await expect(source.listPage('not json')).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
});

test.each(['5', 'null', '{}', '[]', '[1,null]', '["a",7]', 'x'])(
  'A token that was forged to %s is INVALID_CURSOR, of lists and of keys',
  async (token) => {
    const refused = { code: 'INVALID_CURSOR' };
    await expect(concatSources('all', async () => []).listPage(token)).rejects.toMatchObject(refused);
    const keys = keyedSource('keys', ['a'], 1, async () => ['a'], String);
    if (token !== '5') await expect(keys.listPage(token)).rejects.toMatchObject(refused);
  },
);
