import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import {
  type CompositeConnection,
  readCompositeConnection,
} from '../../../src/paging/composite/read-composite-connection.ts';
import type { CompositeSource, SourceNode } from '../../../src/paging/composite/source-tree.ts';
import { cursorCodec } from '../../../src/paging/cursor-codec.ts';
import type { PageSource } from '../../../src/paging/page-source.ts';
import { type ListQuirks, listSource } from '../../support/list-source.ts';

const cursors = cursorCodec();
const DOWN = new GatewayError('UPSTREAM_UNAVAILABLE', 'It is down.');

/** A list of a test: its items, how its pages are cut, and whether it answers. */
interface ListState {
  readonly key: string;
  readonly items: readonly string[];
  readonly quirks: ListQuirks;
  trouble: 'none' | 'fails' | 'hangs';
}

interface GroupState {
  readonly key: string;
  readonly lists: ListState[];
  trouble: 'none' | 'fails' | 'hangs';
}

async function answer<Answer>(trouble: ListState['trouble'], give: () => Answer | Promise<Answer>): Promise<Answer> {
  if (trouble === 'fails') throw DOWN;
  if (trouble === 'hangs') return new Promise(() => {});
  return give();
}

function treeOf(groups: readonly GroupState[], count = { reads: 0 }): CompositeSource<string, string> {
  const sourceOf = (list: ListState): PageSource<string> => {
    const source = listSource(list.items, list.quirks, list.key);
    return {
      id: list.key,
      listPage(token) {
        count.reads += 1;
        return answer(list.trouble, () => source.listPage(token));
      },
    };
  };
  const listOf = (list: ListState): SourceNode<string, string> => ({
    key: list.key,
    metadata: list.key,
    source: sourceOf(list),
  });
  return {
    key: '',
    children: async () =>
      groups.map((group) => ({
        key: group.key,
        metadata: group.key,
        children: () => answer(group.trouble, () => group.lists.map(listOf)),
      })),
  };
}

const merge = (root: CompositeSource<string, string>, first: number, after: string | null = null, ms = 60_000) =>
  readCompositeConnection({ id: 'all', root }, { first, after }, cursors, performance.now() + ms);

const itemsOf = (pages: readonly CompositeConnection<string, string>[]) =>
  pages.flatMap(({ edges }) => edges.map(({ node }) => node));

/** Follows `hasNextPage` to the end, as a client does. */
async function follow(root: CompositeSource<string, string>, first: number, from: string | null = null, ms?: number) {
  const pages: CompositeConnection<string, string>[] = [];
  let after = from;
  while (true) {
    const page = await merge(root, first, after, ms);
    pages.push(page);
    after = page.pageInfo.endCursor;
    if (!(await page.pageInfo.hasNextPage)) return { pages, after };
  }
}

const list = (key: string, count: number, quirks: ListQuirks = {}): ListState => ({
  key,
  items: Array.from({ length: count }, (_, index) => `${key}.${index}`),
  quirks,
  trouble: 'none',
});
const group = (key: string, ...lists: ListState[]): GroupState => ({ key, lists, trouble: 'none' });
const all = (groups: readonly GroupState[]) => groups.flatMap(({ lists }) => lists.flatMap(({ items }) => items));

const quirks = fc.record({
  pageLength: fc.integer({ min: 1, max: 6 }),
  emptyPagesBetween: fc.nat(2),
  tokenAfterLastPage: fc.boolean(),
});
const worlds = fc
  .array(fc.array(fc.tuple(fc.nat(9), quirks), { maxLength: 5 }), { maxLength: 4 })
  .map((groups) =>
    groups.map((lists, g) => group(`g${g}`, ...lists.map(([count, quirk], l) => list(`g${g}l${l}`, count, quirk)))),
  );
const firsts = fc.integer({ min: 1, max: 12 });
/** Failures of the sources of a world, in order. */
const troubles = fc.infiniteStream(fc.boolean());

function breakSome(groups: readonly GroupState[], stream: Iterable<boolean>): void {
  const next = stream[Symbol.iterator]();
  for (const each of groups) {
    for (const one of each.lists) one.trouble = next.next().value ? 'fails' : 'none';
    each.trouble = next.next().value && next.next().value ? 'fails' : 'none';
  }
}
function heal(groups: readonly GroupState[]): void {
  for (const each of groups) {
    each.trouble = 'none';
    for (const one of each.lists) one.trouble = 'none';
  }
}

describe('Composite connections', () => {
  test('show the items of all lists in order, once each, for every `first`', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, firsts, async (groups, first) => {
        const { pages } = await follow(treeOf(groups), first);
        expect(itemsOf(pages)).toEqual(all(groups));
        for (const page of pages.slice(0, -1)) expect(page.edges).toHaveLength(first);
        for (const page of pages) expect(await page.incomplete).toBe(false);
      }),
    );
  });

  test('continue from the cursor of any edge', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, firsts, firsts, async (groups, first, other) => {
        const page = await merge(treeOf(groups), first);
        for (const [index, { cursor }] of page.edges.entries()) {
          const { pages } = await follow(treeOf(groups), other, cursor);
          expect(itemsOf(pages)).toEqual(all(groups).slice(index + 1));
        }
      }),
    );
  });

  test('skip a source that vanished since the cursor was made, and include a new one that sorts later', async () => {
    const groups = [group('a', list('a1', 3), list('a2', 3)), group('b', list('b1', 2))];
    const { pageInfo } = await merge(treeOf(groups), 4);
    const changed = [group('a', list('a1', 3), list('a3', 1)), group('b', list('b0', 1), list('b1', 2))];
    const { pages } = await follow(treeOf(changed), 10, pageInfo.endCursor);
    expect(itemsOf(pages)).toEqual(['a3.0', 'b0.0', 'b1.0', 'b1.1']);
  });

  test('reject the cursor of another list', async () => {
    const { pageInfo } = await merge(treeOf([group('a', list('a1', 3))]), 1);
    const other = { id: 'other', root: treeOf([]) };
    const asked = readCompositeConnection(other, { after: pageInfo.endCursor }, cursors, performance.now() + 100);
    await expect(asked).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });
});

describe('Sources that fail', () => {
  test('for good leave everything else served once, and the connection incomplete', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, firsts, troubles, async (groups, first, stream) => {
        breakSome(groups, stream);
        const sound = groups.filter(({ trouble }) => trouble === 'none');
        const served = sound.flatMap(({ lists }) => lists.filter(({ trouble }) => trouble === 'none'));
        const broken = groups.some(
          ({ trouble, lists }) => trouble !== 'none' || lists.some((one) => one.trouble !== 'none'),
        );
        const { pages } = await follow(treeOf(groups), first);
        expect(itemsOf(pages).toSorted()).toEqual(served.flatMap(({ items }) => items).toSorted());
        expect(await pages.at(-1)?.incomplete).toBe(broken);
        for (const page of pages) if (page.edges.length === 0) expect(await page.pageInfo.hasNextPage).toBe(false);
      }),
    );
  });

  test('and recover lose nothing and show nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, firsts, troubles, fc.nat(3), async (groups, first, stream, pagesBefore) => {
        breakSome(groups, stream);
        const pages: CompositeConnection<string, string>[] = [];
        let after: string | null = null;
        for (let count = 0; count <= pagesBefore; count += 1) {
          const page = await merge(treeOf(groups), first, after);
          pages.push(page);
          after = page.pageInfo.endCursor;
          if (!(await page.pageInfo.hasNextPage)) break;
        }
        heal(groups);
        const rest = after === null ? [] : (await follow(treeOf(groups), first, after)).pages;
        expect(itemsOf([...pages, ...rest]).toSorted()).toEqual(all(groups).toSorted());
      }),
    );
  });

  test('and recover are read by a page of which every cursor loses nothing', async () => {
    const groups = [
      group('a', list('a1', 2), list('a2', 7, { pageLength: 2 })),
      group('b', list('b1', 7, { pageLength: 2 })),
    ];
    const [first] = groups[0]?.lists ?? [];
    if (first) first.trouble = 'fails';
    const page = await merge(treeOf(groups), 3);
    heal(groups);
    const next = await merge(treeOf(groups), 11, page.pageInfo.endCursor);
    for (const [index, { cursor }] of next.edges.entries()) {
      const { pages } = await follow(treeOf(groups), 5, cursor);
      const seen = [...itemsOf([page]), ...itemsOf([next]).slice(0, index + 1)];
      expect([...seen, ...itemsOf(pages)].toSorted()).toEqual(all(groups).toSorted());
    }
  });

  test('alone make a page without edges and next page, but with a cursor to retry them', async () => {
    const groups = [group('a', list('a1', 2)), group('b', list('b1', 2))];
    if (groups[1]) groups[1].trouble = 'fails';
    const page = await merge(treeOf(groups), 5);
    expect(itemsOf([page])).toEqual(['a1.0', 'a1.1']);
    expect(await page.pageInfo.hasNextPage).toBe(true);
    const again = await merge(treeOf(groups), 5, page.pageInfo.endCursor);
    expect(again.edges).toEqual([]);
    expect(await again.pageInfo.hasNextPage).toBe(false);
    expect(await again.incomplete).toBe(true);
    heal(groups);
    const healed = await merge(treeOf(groups), 5, again.pageInfo.endCursor);
    expect(itemsOf([healed])).toEqual(['b1.0', 'b1.1']);
    expect(await healed.incomplete).toBe(false);
  });

  test('and are adjacent make no longer a cursor than one: 300 of them', async () => {
    const failing = Array.from({ length: 300 }, (_, index) => list(`l${String(index).padStart(3, '0')}`, 1));
    for (const one of failing) one.trouble = 'fails';
    const page = await merge(treeOf([group('a', ...failing), group('b', list('b1', 1))]), 5);
    expect(itemsOf([page])).toEqual(['b1.0']);
    expect(page.pageInfo.endCursor?.length).toBeLessThan(300);
  });
});

describe('A source that hangs', () => {
  test('is PENDING, the others are served, and the cursor retries it', async () => {
    const groups = [group('a', list('a1', 2)), group('b', list('b1', 3)), group('c', list('c1', 30))];
    if (groups[0]) groups[0].trouble = 'hangs';
    const page = await merge(treeOf(groups), 10, null, 200);
    expect(itemsOf([page])).toEqual(['b1.0', 'b1.1', 'b1.2', ...all(groups).slice(5, 12)]);
    expect(await page.sources).toEqual([
      { metadata: 'a', status: 'PENDING', error: null },
      { metadata: 'b1', status: 'COMPLETE', error: null },
      { metadata: 'c1', status: 'MORE', error: null },
    ]);
    heal(groups);
    const { pages } = await follow(treeOf(groups), 10, page.pageInfo.endCursor);
    expect(itemsOf([page, ...pages]).toSorted()).toEqual(all(groups).toSorted());
  });

  test('alone is answered at the deadline: no edges, and a cursor that retries it', async () => {
    const groups = [group('a', list('a1', 2))];
    if (groups[0]) groups[0].trouble = 'hangs';
    const page = await merge(treeOf(groups), 10, null, 50);
    expect(page.edges).toEqual([]);
    expect([await page.incomplete, await page.pageInfo.hasNextPage]).toEqual([true, false]);
    heal(groups);
    expect(itemsOf([await merge(treeOf(groups), 10, page.pageInfo.endCursor)])).toEqual(['a1.0', 'a1.1']);
  });
});

describe('Prefetching', () => {
  test('reads at most twice as many sources as the page needs, and two; of sources alike at most four in vain', async () => {
    const lists = Array.from({ length: 100 }, (_, index) => list(`l${String(index).padStart(3, '0')}`, 1));
    for (const first of [1, 5, 20]) {
      const count = { reads: 0 };
      await merge(treeOf([group('a', ...lists)], count), first);
      expect(count.reads).toBeLessThanOrEqual(Math.min(2 * first + 2, first + 4));
    }
  });

  test('reads up to sixteen sources at once', async () => {
    let [reading, most] = [0, 0];
    const source: PageSource<string> = {
      id: 'empty',
      async listPage() {
        reading += 1;
        most = Math.max(most, reading);
        await new Promise(setImmediate);
        reading -= 1;
        return { items: [], nextToken: null };
      },
    };
    const children = Array.from({ length: 300 }, (_, index) => ({ key: String(index), source }));
    await merge({ key: '', children: async () => children }, 1);
    expect(most).toBe(16);
  });

  test('reads nothing for `first: 0`', async () => {
    const count = { reads: 0 };
    const page = await merge(treeOf([group('a', list('a1', 2))], count), 0);
    expect(await page.sources).toEqual([]);
    expect([page.edges.length, await page.pageInfo.hasNextPage, await page.incomplete]).toEqual([0, false, false]);
    expect(count.reads).toBe(0);
  });
});
