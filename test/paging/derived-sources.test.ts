import { expect, test } from 'vitest';
import { filterPages, keyedSource, mapPages } from '../../src/paging/derived-sources.ts';
import { listSource } from '../support/list-source.ts';
import { nodesOf, readPages } from '../support/read-connection.ts';

test('A list of keys shows each item once, in the order of the keys, and leaves out what does not exist', async () => {
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

test('A filtered list keeps the pages of its source, and has the id that it is given', async () => {
  const source = listSource(['a', 'b', 'c', 'd'], { pageLength: 2 });
  const filtered = filterPages(source, (items) => items.filter((item) => item > 'b'), 'filtered');
  expect(filtered.id).toBe('filtered');
  expect(await filtered.listPage(null)).toMatchObject({ items: [], nextToken: '2:0:' });
  expect(nodesOf(await readPages(filtered, 1))).toEqual(['c', 'd']);
});

test.each(['null', '{}', '-1', '0.5', 'x'])(
  'A token of keys that was forged to %s is INVALID_CURSOR',
  async (token) => {
    const keys = keyedSource('keys', ['a'], 1, async () => ['a'], String);
    await expect(keys.listPage(token)).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  },
);
