import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChildSource, concatSources } from '../../../src/paging/composite/concat-sources.ts';
import { readConnection } from '../../../src/paging/read-connection.ts';
import { listSource } from '../../support/list-source.ts';
import { nodesOf, readPages, testCursors } from '../../support/read-connection.ts';

const child = (key: string, items: readonly string[], pageLength = 2): ChildSource<string> => ({
  key,
  source: listSource(items, { pageLength, tokenAfterLastPage: true }, key),
});

test('Concatenated lists are joined in the order of their keys, for every `first`', async () => {
  const lists = fc.uniqueArray(fc.tuple(fc.string(), fc.array(fc.string(), { maxLength: 7 })), {
    selector: ([key]) => key,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(lists, fc.integer({ min: 1, max: 9 }), async (children, first) => {
      const source = concatSources('all', async () => children.map(([key, items]) => child(key, items)));
      const expected = [...children].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, items]) => items);
      expect(nodesOf(await readPages(source, first))).toEqual(expected);
    }),
  );
});

test('A child that vanished since the cursor was made is skipped; a new one that sorts later is read', async () => {
  let children = [child('a', ['a1', 'a2', 'a3']), child('b', ['b1']), child('d', ['d1'])];
  const source = concatSources('all', async () => children);
  const head = await readConnection(source, { first: 2 }, testCursors);
  children = [child('b', ['b1']), child('c', ['c1']), child('d', ['d1'])];
  expect(nodesOf(await readPages(source, 2, head.pageInfo.endCursor))).toEqual(['b1', 'c1', 'd1']);
});

test('A child that vanished under a cursor in the middle of its page loses no item of the next', async () => {
  const gone = child('a', ['a1', 'a2', 'a3'], 3);
  const head = await readConnection(
    concatSources('all', async () => [gone]),
    { first: 2 },
    testCursors,
  );
  const rest = concatSources('all', async () => [child('b', ['b1', 'b2', 'b3'], 3)]);
  expect(nodesOf(await readPages(rest, 2, head.pageInfo.endCursor))).toEqual(['b1', 'b2', 'b3']);
});

test('A list without children is empty', async () => {
  expect(
    nodesOf(
      await readPages(
        concatSources('all', async () => []),
        5,
      ),
    ),
  ).toEqual([]);
});

test('A token of the gateway that cannot be parsed is INVALID_CURSOR', async () => {
  const source = concatSources('all', async () => [child('a', ['a1'])]);
  await expect(source.listPage('not json')).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
});

test.each(['5', 'null', '{}', '[]', '[1,null]', '["a",7]', 'x'])(
  'A token that was forged to %s is INVALID_CURSOR',
  async (token) => {
    await expect(concatSources('all', async () => []).listPage(token)).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    });
  },
);
