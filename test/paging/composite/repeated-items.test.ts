import fc from 'fast-check';
import { expect, test } from 'vitest';
import { iterateSources } from '../../../src/paging/composite/iterate-sources.ts';
import { readCompositeConnection } from '../../../src/paging/composite/read-composite-connection.ts';
import type { SourceNode } from '../../../src/paging/composite/source-tree.ts';
import { cursorCodec } from '../../../src/paging/cursor-codec.ts';
import { listSource } from '../../support/list-source.ts';

/** An item as one list has it: the same thing may be in several lists. */
interface Entry {
  readonly id: number;
  readonly list: string;
}

/** Lists of ids, each once a list; ids are shared between lists. */
const worlds = fc.array(fc.uniqueArray(fc.nat(12), { maxLength: 8 }), { minLength: 1, maxLength: 4 });

function treeOf(lists: readonly (readonly number[])[], pageLength: number): SourceNode<Entry, string> {
  return {
    key: '',
    children: async () =>
      lists.map((ids, index) => {
        const source = listSource(
          ids.map((id) => ({ id, list: `l${index}` })),
          { pageLength },
        );
        const keyOf = ({ id }: Entry) => String(id);
        return {
          key: `l${index}`,
          source: { ...source, listPage: async (token) => ({ ...(await source.listPage(token)), keyOf }) },
        };
      }),
  };
}

const inAMinute = () => performance.now() + 60_000;
const identityOf = ({ id }: Entry) => String(id);

/** The first entry of each id, in the order of the lists. */
function distinct(lists: readonly (readonly number[])[], matches = (_entry: Entry) => true): Entry[] {
  const entries = lists.flatMap((ids, index) => ids.map((id) => ({ id, list: `l${index}` }))).filter(matches);
  return entries.filter(({ id }, index) => entries.findIndex((other) => other.id === id) === index);
}

async function readAll(
  lists: readonly (readonly number[])[],
  pageLength: number,
  options: { matches?: (entry: Entry) => boolean; identityOf?: (entry: Entry) => string },
): Promise<Entry[]> {
  const iterator = iterateSources(treeOf(lists, pageLength), { ...options, deadline: inAMinute() });
  const items: Entry[] = [];
  for (let step = await iterator.next(); step !== null; step = await iterator.next()) items.push(step.item);
  return items;
}

test('An item that several sources list is returned once per iteration, as the first of them has it', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, fc.integer({ min: 1, max: 5 }), async (lists, pageLength) => {
      expect(await readAll(lists, pageLength, { identityOf })).toEqual(distinct(lists));
    }),
  );
});

test('An item that the filter leaves out does not hide the same item of another source', async () => {
  const matches = ({ list }: Entry) => list !== 'l0';
  await fc.assert(
    fc.asyncProperty(worlds, async (lists) => {
      expect(await readAll(lists, 2, { matches, identityOf })).toEqual(distinct(lists, matches));
    }),
  );
});

test('Without an identity, every source has its own items', async () => {
  const lists = [
    [1, 2],
    [2, 3],
  ];
  expect((await readAll(lists, 2, {})).map(({ id }) => id)).toEqual([1, 2, 2, 3]);
});

test('A repeated item is not returned by a later page either, once a page has passed it', async () => {
  const cursors = cursorCodec();
  const list = {
    id: 'all',
    root: treeOf(
      [
        [1, 2],
        [2, 1, 3, 4],
      ],
      10,
    ),
    identityOf,
  };
  const page = await readCompositeConnection(list, { first: 3 }, cursors, inAMinute());
  expect(page.edges.map(({ node }) => node.id)).toEqual([1, 2, 3]);
  const after = page.pageInfo.endCursor;
  const next = await readCompositeConnection(list, { first: 10, after }, cursors, inAMinute());
  expect(next.edges.map(({ node }) => node.id)).toEqual([4]);
  expect(await next.pageInfo.hasNextPage).toBe(false);
});
