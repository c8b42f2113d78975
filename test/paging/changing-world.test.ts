import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCompositeConnection } from '../../src/paging/composite/read-composite-connection.ts';
import type { SourceNode } from '../../src/paging/composite/source-tree.ts';
import type { Connection } from '../../src/paging/connection.ts';
import { type CursorCodec, cursorCodec } from '../../src/paging/cursor-codec.ts';
import { readConnection } from '../../src/paging/read-connection.ts';
import { sealedCursorCodec } from '../../src/paging/sealed-cursor-codec.ts';
import { type ChangingList, type CutRule, changingList } from '../support/changing-list.ts';

/** Changes between two pages: items end and begin, each at a share of a list. */
interface Change {
  readonly list: number;
  readonly ends: readonly number[];
  readonly begins: readonly number[];
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
/** Most items begin at the front, as SSM's do. */
const location = fc.oneof({ arbitrary: fc.constant(0), weight: 2 }, share);
const change: fc.Arbitrary<Change> = fc.record({
  list: fc.nat(),
  ends: fc.array(share, { maxLength: 4 }),
  begins: fc.array(location, { maxLength: 8 }),
});
const cut: fc.Arbitrary<CutRule> = fc.record({
  rule: fc.constantFrom('count', 'anchors'),
  pageLength: fc.integer({ min: 1, max: 9 }),
  keep: fc.constantFrom(undefined, (key: string) => !key.endsWith('3')),
  tokenAfterLastPage: fc.boolean(),
}) as fc.Arbitrary<CutRule>;
const world = fc.record({
  cuts: fc.array(fc.tuple(fc.nat(40), cut), { minLength: 1, maxLength: 4 }),
  changes: fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 12 }),
  firsts: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
  /** From which edge of each page a client goes on, counted from the last. */
  edges: fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }),
  isSealed: fc.boolean(),
});
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

type Read = (first: number, after: string | null, cursors: CursorCodec) => Promise<Connection<string>>;

/** Pages through a world that changes after each page. @returns the items shown, and those that existed all the time */
async function traverse({ changes, firsts, edges, isSealed }: World, lists: readonly ChangingList[], read: Read) {
  const cursors = isSealed ? sealedCursorCodec() : cursorCodec('a secret of many letters');
  const lasting = new Set(lists.flatMap(({ keys }) => keys));
  const shown: string[] = [];
  let begun = 0;
  let after: string | null = null;
  for (let number = 0; number < 2_000; number += 1) {
    const page = await read(firsts[number % firsts.length] ?? 1, after, cursors);
    const hasNextPage = await page.pageInfo.hasNextPage;
    const dropped = hasNextPage ? Math.min(edges[number % edges.length] ?? 0, page.edges.length - 1) : 0;
    const used = page.edges.slice(0, page.edges.length - dropped);
    shown.push(...used.map(({ node }) => node));
    if (!hasNextPage) return { shown, lasting };
    after = used.at(-1)?.cursor ?? null;
    for (const { list, ends, begins } of changes[number] ?? []) {
      const changed = lists[list % lists.length];
      for (const at of ends) lasting.delete(changed?.end(at) ?? '');
      for (const at of begins) {
        begun += 1;
        changed?.begin(`new ${begun}`, at);
      }
    }
  }
  throw new Error('The list does not end.');
}

const listsOf = ({ cuts }: World): readonly ChangingList[] =>
  cuts.map(([count, rule], number) =>
    changingList(
      `list${number}`,
      Array.from({ length: count }, (_, index) => `${number}.${index}`),
      rule,
    ),
  );

async function holds(given: World, lists: readonly ChangingList[], read: Read): Promise<void> {
  const { shown, lasting } = await traverse(given, lists, read);
  expect(new Set(shown).size).toBe(shown.length);
  const isWanted = (key: string) => given.cuts[Number(key.split('.')[0])]?.[1].keep?.(key) ?? true;
  expect([...lasting].filter((key) => isWanted(key) && !shown.includes(key))).toEqual([]);
}

describe('While items begin and end between the pages, and nothing is cached', () => {
  test('an item that exists all the time is shown exactly once, and no item twice', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const [list] = listsOf(given) as [ChangingList];
        await holds(given, [list], (first, after, cursors) => readConnection(list, { first, after }, cursors));
      }),
      { numRuns: 600 },
    );
  });

  test('the same holds for a composite list', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const lists = listsOf(given);
        const children = async (): Promise<SourceNode<string, string>[]> =>
          lists.map((source) => ({ key: source.id, metadata: source.id, source }));
        const root = { key: '', children: async () => [{ key: 'all', children }] };
        await holds(given, lists, (first, after, cursors) =>
          readCompositeConnection({ id: 'all', root }, { first, after }, cursors, performance.now() + 60_000),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('a page with more items than a cursor holds keys loses none', async () => {
    const keys = Array.from({ length: 900 }, (_, index) => `${index}`);
    const list = changingList('long', keys, { rule: 'count', pageLength: 1_000 });
    const cursors = cursorCodec('a secret of many letters');
    const shown: string[] = [];
    let after: string | null = null;
    for (let isMore = true; isMore; ) {
      const page: Connection<string> = await readConnection(list, { first: 70, after }, cursors);
      shown.push(...page.edges.map(({ node }) => node));
      after = page.pageInfo.endCursor;
      isMore = await page.pageInfo.hasNextPage;
      expect(after?.length).toBeLessThan(2_200);
      list.end(0);
      list.begin(`new ${shown.length}`, 0);
    }
    expect(shown.filter((key) => !key.startsWith('new')).slice(-500)).toEqual(keys.slice(-500));
    expect(new Set(shown).size).toBe(shown.length);
  });
});

test('An item that AWS repeats on the next page is shown once, whatever the page size', async () => {
  const keys = Array.from({ length: 60 }, (_, index) => `${index}`);
  const cursors = cursorCodec('a secret of many letters');
  for (const first of [1, 3, 10, 200]) {
    for (const pageLength of [1, 4, 10]) {
      const list = changingList('repeating', keys, { rule: 'count', pageLength, repeated: 2 });
      const shown: string[] = [];
      let after: string | null = null;
      for (let isMore = true; isMore; ) {
        const page: Connection<string> = await readConnection(list, { first, after }, cursors);
        shown.push(...page.edges.map(({ node }) => node));
        after = page.pageInfo.endCursor;
        isMore = await page.pageInfo.hasNextPage;
      }
      expect(shown).toEqual(keys);
    }
  }
});
