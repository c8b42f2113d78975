import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { START } from '../../../src/paging/position.ts';
import { parsePage, type TwoWayArgs, type TwoWayPage, twoWayPageInfo } from '../../../src/schema/relay/two-way-page.ts';
import { testCursors } from '../../support/read-connection.ts';

type Key = readonly [rank: number, id: string];

const parse = (args: TwoWayArgs, listId = 'list') => parsePage<Key>(args, testCursors, listId, 2);
const codeOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return (error as { code?: string }).code;
  }
};
const cursorFor = (token: string, listId = 'list') => testCursors.encode(listId, { ...START, token });

/** Reads a page of a sorted list as a store does, and all that `PageInfo` says of it. */
async function read(list: readonly Key[], page: TwoWayPage<Key>) {
  const { isBackward, from, limit } = page;
  const compare = (one: Key, other: Key) => one[0] - other[0] || (one[1] < other[1] ? -1 : Number(one[1] > other[1]));
  const beyond = (key: Key | null, backward: boolean) =>
    list.filter((each) => key === null || (backward ? compare(each, key) < 0 : compare(each, key) > 0));
  const rest = beyond(from, isBackward);
  const keys = isBackward ? rest.slice(Math.max(0, rest.length - limit)) : rest.slice(0, limit);
  const info = twoWayPageInfo(page, keys, rest.length > limit, {
    follows: async (key, backward) => beyond(key, backward).length > 0,
    hasItems: async () => list.length > 0,
  });
  const { startCursor, endCursor } = info;
  return { keys, startCursor, endCursor, next: await info.hasNextPage, previous: await info.hasPreviousPage };
}

const lists = fc
  .uniqueArray(fc.tuple(fc.nat(4), fc.constantFrom('a', 'b', 'c', 'd')), { selector: (key) => key.join() })
  .map((keys): Key[] => keys.sort((one, other) => one[0] - other[0] || (one[1] < other[1] ? -1 : 1)));

describe('The arguments of a page', () => {
  test.each<[string, TwoWayArgs, object]>([
    ['none', {}, { limit: 20, isBackward: false, from: null }],
    ['null', { first: null, after: null, last: null, before: null }, { limit: 20, isBackward: false, from: null }],
    ['`first: 0`', { first: 0 }, { limit: 0, isBackward: false }],
    ['`first: 200`', { first: 200 }, { limit: 200, isBackward: false }],
    ['`last`', { last: 3 }, { limit: 3, isBackward: true, from: null }],
    ['`last: 0`', { last: 0 }, { limit: 0, isBackward: true }],
    ['`before` alone', { before: cursorFor('[1,"a"]') }, { limit: 20, isBackward: true, from: [1, 'a'] }],
    ['`after`', { after: cursorFor('[2,"b"]'), first: 7 }, { limit: 7, isBackward: false, from: [2, 'b'] }],
  ])('may be %s', (_title, args, page) => {
    expect(parse(args)).toMatchObject(page);
  });

  test.each<[string, TwoWayArgs]>([
    ['`first` and `last`', { first: 1, last: 1 }],
    ['`first: 0` and `last: 0`', { first: 0, last: 0 }],
    ['`after` and `before`', { after: cursorFor('[1,"a"]'), before: cursorFor('[1,"a"]') }],
    ['`first` and `before`', { first: 1, before: cursorFor('[1,"a"]') }],
    ['`last` and `after`', { last: 1, after: 'garbage' }],
    ['a negative `first`', { first: -1 }],
    ['a negative `last`', { last: -1 }],
    ['too many', { first: 201 }],
    ['too many backward', { last: 201 }],
    ['a fraction', { first: 1.5 }],
    ['no number', { last: Number.NaN }],
  ])('may not be %s', (_title, args) => {
    expect(codeOf(() => parse(args))).toBe('BAD_USER_INPUT');
  });

  test.each([
    ['of another list', cursorFor('[1,"a"]', 'other')],
    ['of another length', cursorFor('[1,"a","x"]')],
    ['of no length', cursorFor('[]')],
    ['of no list', cursorFor('{"0":1,"1":"a"}')],
    ['with a value of another type', cursorFor('[1,null]')],
    ['with a list in it', cursorFor('[[1],"a"]')],
    ['of no JSON', cursorFor('[1,')],
    ['of an empty token', testCursors.encode('list', START)],
    ['that is empty', ''],
    ['that is garbled', `${cursorFor('[1,"a"]')}x`],
  ])('have no cursor %s', (_title, cursor) => {
    expect(codeOf(() => parse({ after: cursor }))).toBe('INVALID_CURSOR');
    expect(codeOf(() => parse({ before: cursor }))).toBe('INVALID_CURSOR');
  });
});

describe('Pages that are read to both ends', () => {
  const options = { numRuns: 150 };
  const sizes = fc.integer({ min: 1, max: 5 });

  test('are the list, forward and backward, with flags that say where it ends', async () => {
    await fc.assert(
      fc.asyncProperty(lists, sizes, fc.boolean(), async (list, size, isBackward) => {
        const seen: Key[] = [];
        let cursor: string | null = null;
        for (let pages = 0; pages <= list.length; pages += 1) {
          const args: TwoWayArgs = isBackward ? { last: size, before: cursor } : { first: size, after: cursor };
          const page = await read(list, parse(args));
          if (isBackward) seen.unshift(...page.keys);
          else seen.push(...page.keys);
          const [ahead, behind] = isBackward ? [page.previous, page.next] : [page.next, page.previous];
          expect([ahead, behind]).toEqual([seen.length < list.length, pages > 0]);
          cursor = isBackward ? page.startCursor : page.endCursor;
          if (!ahead) break;
        }
        expect(seen).toEqual(list);
      }),
      options,
    );
  });

  test('go on from any cursor, also of an item that is gone', async () => {
    const key = fc.tuple(fc.nat(4), fc.constantFrom('a', 'b', 'bb', 'c'));
    await fc.assert(
      fc.asyncProperty(lists, key, sizes, fc.boolean(), async (list, at, size, isBackward) => {
        const cursor = parse({}).cursorOf(at);
        const page = await read(
          list,
          parse(isBackward ? { last: size, before: cursor } : { first: size, after: cursor }),
        );
        const compare = (each: Key) => each[0] - at[0] || (each[1] < at[1] ? -1 : Number(each[1] > at[1]));
        const beyond = list.filter((each) => (isBackward ? compare(each) < 0 : compare(each) > 0));
        expect(page.keys).toEqual(isBackward ? beyond.slice(-size) : beyond.slice(0, size));
        if (page.keys.length === 0) return;
        const [first, last] = [list.indexOf(page.keys[0] as Key), list.indexOf(page.keys.at(-1) as Key)];
        expect([page.previous, page.next]).toEqual([first > 0, last < list.length - 1]);
      }),
      options,
    );
  });

  test('have cursors of their first and last items, and none without items', async () => {
    const list: Key[] = [
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ];
    const { startCursor, endCursor } = await read(list, parse({ first: 2 }));
    expect([parse({ after: startCursor }).from, parse({ before: endCursor }).from]).toEqual([list[0], list[1]]);
    const none = { startCursor: null, endCursor: null, next: false, previous: false };
    expect(await read(list, parse({ first: 0 }))).toMatchObject(none);
    expect(await read(list, parse({ last: 0 }))).toMatchObject(none);
    expect(await read([], parse({}))).toMatchObject(none);
  });
});

test('The flag against the direction of reading takes no read before it is selected', () => {
  let reads = 0;
  const count = async () => {
    reads += 1;
    return true;
  };
  const info = twoWayPageInfo(parse({ first: 1 }), [[1, 'a']], true, { follows: count, hasItems: count });
  expect([info.hasNextPage, reads]).toEqual([true, 0]);
  void info.hasPreviousPage;
  expect(reads).toBe(1);
});
