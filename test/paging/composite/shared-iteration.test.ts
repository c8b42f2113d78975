import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { iterateSources } from '../../../src/paging/composite/iterate-sources.ts';
import { readCompositeConnection } from '../../../src/paging/composite/read-composite-connection.ts';
import { shareIteration } from '../../../src/paging/composite/shared-iteration.ts';
import type { CompositeSource } from '../../../src/paging/composite/source-tree.ts';
import { cursorCodec } from '../../../src/paging/cursor-codec.ts';
import { type ListQuirks, listSource } from '../../support/list-source.ts';

const cursors = cursorCodec('secret');
const DOWN = new GatewayError('UPSTREAM_UNAVAILABLE', 'It is down.');

interface List {
  readonly key: string;
  /** Each begins with its group: `b.list.7`. */
  readonly items: readonly string[];
  readonly quirks: ListQuirks;
  fails: boolean;
}

function rootOf(lists: readonly List[], count = { reads: 0 }): CompositeSource<string, string> {
  return {
    key: '',
    children: async () =>
      lists.map((list) => {
        const source = listSource(list.items, list.quirks, list.key);
        return {
          key: list.key,
          metadata: list.key,
          source: {
            id: list.key,
            async listPage(token: string | null) {
              count.reads += 1;
              if (list.fails) throw DOWN;
              return source.listPage(token);
            },
          },
        };
      }),
  };
}

const groupOf = (item: string) => item.split('.')[0] ?? null;
const isOf = (group: string) => (item: string) => groupOf(item) === group;

const anyLists = fc
  .array(
    fc.record({
      groups: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }),
      size: fc.integer({ min: 1, max: 5 }),
      fails: fc.boolean(),
    }),
    {
      maxLength: 5,
    },
  )
  .map((all) =>
    all.map(
      ({ groups, size, fails }, index): List => ({
        key: `list-${index}`,
        items: groups.map((group, at) => `${group}.${index}.${at}`),
        quirks: { pageLength: size },
        fails,
      }),
    ),
  );

async function pageOf(
  root: CompositeSource<string, string>,
  group: string,
  first: number,
  share?: Parameters<typeof readCompositeConnection<string, string>>[0]['share'],
  after: string | null = null,
) {
  const list = { id: group, root, matches: isOf(group), share };
  const page = await readCompositeConnection(list, { first, after }, cursors, performance.now() + 60_000);
  const hasNextPage = await page.pageInfo.hasNextPage;
  return {
    items: page.edges.map(({ node }) => node),
    cursors: page.edges.map(({ cursor }) => cursor),
    hasNextPage,
    endCursor: page.pageInfo.endCursor,
    incomplete: await page.incomplete,
    sources: (await page.sources).map(({ metadata, status }) => `${metadata} ${status}`),
  };
}

const sharing = (root: CompositeSource<string, string>, maxSteps?: number) => {
  const deadline = performance.now() + 60_000;
  return shareIteration(iterateSources(root, { deadline }), {
    groupOf,
    continueAlone: (ranges, matches) => iterateSources(root, { ranges, matches, deadline }),
    maxSteps,
  });
};

test('A reader of a shared iteration gets the page, the reports and the rest of a reader alone', async () => {
  const anyReader = fc.record({
    group: fc.constantFrom('a', 'b', 'c', 'none'),
    first: fc.integer({ min: 1, max: 9 }),
    isGrouped: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(anyLists, fc.array(anyReader, { minLength: 1, maxLength: 6 }), async (lists, readers) => {
      const root = rootOf(lists);
      const shared = sharing(root);
      const pages = await Promise.all(
        readers.map(({ group, first, isGrouped }) =>
          pageOf(root, group, first, () => shared.reader({ matches: isOf(group), group: isGrouped ? group : null })),
        ),
      );
      for (const [index, { group, first }] of readers.entries()) {
        const { cursors: shown, endCursor, ...page } = pages[index] as Awaited<ReturnType<typeof pageOf>>;
        const { cursors: _alone, endCursor: end, ...alone } = await pageOf(root, group, first);
        expect(page).toEqual(alone);
        expect(endCursor === null).toBe(end === null);
        if (lists.some(({ fails }) => fails)) continue;
        const all = await pageOf(root, group, 200);
        for (const [at, cursor] of shown.entries()) {
          expect((await pageOf(root, group, 200, undefined, cursor)).items).toEqual(all.items.slice(at + 1));
        }
      }
    }),
    { numRuns: 300 },
  );
});

const long = (count: number): List[] => [
  {
    key: 'one',
    items: Array.from({ length: count }, (_, at) => `g${at % 50}.one.${at}`),
    quirks: { pageLength: 10 },
    fails: false,
  },
];

test('Fifty readers read every page once', async () => {
  const count = { reads: 0 };
  const root = rootOf(long(1_000), count);
  const shared = sharing(root);
  const pages = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      pageOf(root, `g${index}`, 100, () => shared.reader({ matches: isOf(`g${index}`), group: `g${index}` })),
    ),
  );
  expect(pages.map(({ items }) => items.length)).toEqual(Array(50).fill(20));
  expect(count.reads).toBe(100);
});

test('Readers of more steps than are held continue alone, and miss nothing', async () => {
  const root = rootOf(long(500));
  const shared = sharing(root, 120);
  const pages = await Promise.all(
    [null, 'g7', null, 'g49'].map((group, index) =>
      pageOf(root, group ?? `g${index}`, 200, () => shared.reader({ matches: isOf(group ?? `g${index}`), group })),
    ),
  );
  for (const [index, group] of ['g0', 'g7', 'g2', 'g49'].entries()) {
    expect(pages[index]?.items).toEqual((await pageOf(root, group, 200)).items);
  }
});

test('An error that ends the iteration reaches every reader', async () => {
  const expired = new GatewayError('CURSOR_EXPIRED', 'It has expired.');
  const root: CompositeSource<string, string> = { key: '', children: () => Promise.reject(expired) };
  const shared = sharing(root);
  const readers = ['a', 'b'].map((group) => shared.reader({ matches: isOf(group), group }));
  for (const reader of readers) await expect(reader.next()).rejects.toBe(expired);
});
