import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestCalls } from '../../src/aws/request-calls.ts';
import { KeyedLoader } from '../../src/services/keyed-loader.ts';
import { existing, loadEach, loaderByKey, priming } from '../../src/services/load-by-key.ts';
import { PartialListing } from '../../src/services/partial-listing.ts';
import { byKey, keyIn, readAll } from '../../src/services/read-list.ts';
import { listSource } from '../support/list-source.ts';

const request = () => requestCalls(60_000);
const letters = [...'abcdefg'];

/** A loader of upper-case letters, and the batches that it was asked for. */
function upperCase(fails: readonly string[] = []) {
  const batches: (readonly string[])[] = [];
  const loader = loaderByKey<string, string>({
    name: 'upperCase',
    request: request(),
    load: async (keys) => {
      batches.push(keys);
      return keys.map((key) =>
        fails.includes(key) ? new Error(`no ${key}`) : letters.includes(key) ? key.toUpperCase() : null,
      );
    },
  });
  return { loader, batches };
}

describe('A loader by key', () => {
  test('loads the keys of one turn in one batch, each once, in the order asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...letters, 'x', 'y')), async (keys) => {
        const { loader, batches } = upperCase();
        expect(await loadEach(loader, keys)).toEqual(
          keys.map((key) => (letters.includes(key) ? key.toUpperCase() : null)),
        );
        expect(batches).toEqual(keys.length > 0 ? [[...new Set(keys)]] : []);
      }),
      { numRuns: 30 },
    );
  });

  test('fails a key alone', async () => {
    const { loader } = upperCase(['b']);
    const results = await Promise.allSettled(['a', 'b', 'c'].map((key) => loader.load(key)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(loadEach(loader, ['a', 'b'])).rejects.toThrow('no b');
  });

  test('awaits the lists in flight of its request, so that their items are one batch', async () => {
    const calls = request();
    const batches: (readonly string[])[] = [];
    const loader = loaderByKey<string, string>({
      name: 'waiting',
      request: calls,
      load: async (keys) => {
        batches.push(keys);
        return keys;
      },
    });
    const lists = ['a', 'b', 'c'].map((key) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      return { resolve: () => resolve(key), loaded: calls.reading(promise).then((each) => loader.load(each)) };
    });
    for (const { resolve } of lists) {
      resolve();
      await new Promise((done) => setImmediate(done));
    }
    expect(await Promise.all(lists.map(({ loaded }) => loaded))).toEqual(['a', 'b', 'c']);
    expect(batches).toEqual([['a', 'b', 'c']]);
  });

  test('has what a list of the same request has shown', async () => {
    const { loader, batches } = upperCase();
    const listed = priming(listSource(['A', 'B', 'C'], { pageLength: 2 }), loader, (item) => item.toLowerCase());
    expect(await readAll(listed)).toEqual(['A', 'B', 'C']);
    expect(await loadEach(loader, ['c', 'a', 'd'])).toEqual(['C', 'A', 'D']);
    expect(batches).toEqual([['d']]);
  });

  test('compares keys by their text', async () => {
    let loads = 0;
    const loader = loaderByKey<{ id: string }, string>({
      name: 'objects',
      request: request(),
      cacheKey: ({ id }) => id,
      load: async (keys) => {
        loads += keys.length;
        return keys.map(({ id }) => id);
      },
    });
    expect(await loadEach(loader, [{ id: 'a' }, { id: 'a' }, { id: 'b' }])).toEqual(['a', 'a', 'b']);
    expect(loads).toBe(2);
  });

  test('omits what was deleted since', () => {
    expect(existing(['a', null, 'b', null])).toEqual(['a', 'b']);
  });
});

describe('A loader of a list', () => {
  function letterList(items: readonly string[]) {
    const missing = new Set<string>();
    let lists = 0;
    const list = {
      keysPerCall: 3,
      list(keys?: readonly string[]) {
        lists += 1;
        return listSource(keys ? items.filter((item) => keys.includes(item)) : items, { pageLength: 3 });
      },
      keyOf: (item: string) => item,
      missing: () => missing as never,
    };
    return { list, lists: () => lists };
  }

  test('loads again after a key was cleared, and serves from what it has listed until then', async () => {
    const { list, lists } = letterList(letters);
    const loader = new KeyedLoader('letters', request(), list);
    expect(await loadEach(loader, ['a', 'b'])).toEqual(['a', 'b']);
    const before = lists();
    expect(await loader.load('a')).toBe('a');
    expect(lists()).toBe(before);
    expect(await loader.clear('a').load('a')).toBe('a');
    expect(await loader.clearAll().load('a')).toBe('a');
    expect(lists()).toBeGreaterThan(before);
  });
});

describe('A partial listing', () => {
  test('reads a page at a time, up to the end', async () => {
    const listing = new PartialListing({
      list: () => listSource(letters, { pageLength: 3 }),
      keyOf: (item) => (item === 'b' ? undefined : item),
    });
    const sizes: [number, boolean][] = [];
    while (listing.canContinue) {
      await listing.readPage();
      sizes.push([listing.items.size, listing.isComplete]);
    }
    expect(sizes).toEqual([
      [2, false],
      [5, false],
      [6, true],
    ]);
  });

  test('stops where a page cannot be read, and keeps what it has', async () => {
    let page = 0;
    const source = listSource(letters, { pageLength: 3 });
    const list = () => ({
      ...source,
      listPage: async (token: string | null) => {
        page += 1;
        if (page === 2) throw new Error('denied');
        return source.listPage(token);
      },
    });
    const listing = new PartialListing({ list, keyOf: (item: string) => item });
    await listing.readPage();
    await listing.readPage();
    expect([listing.hasFailed, listing.isComplete, listing.canContinue, [...listing.items.keys()]]).toEqual([
      true,
      false,
      false,
      ['a', 'b', 'c'],
    ]);
  });
});

describe('A list that is read as a whole', () => {
  test('has each item once, whatever AWS repeats, and items without a key as often as they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...letters)),
        fc.integer({ min: 1, max: 4 }),
        async (items, pageLength) => {
          const source = listSource(items, { pageLength });
          const keyed = {
            ...source,
            listPage: async (token: string | null) => ({
              ...(await source.listPage(token)),
              keyOf: (item: string) => item,
            }),
          };
          const unkeyed = {
            ...source,
            listPage: async (token: string | null) => ({ ...(await source.listPage(token)), keyOf: () => undefined }),
          };
          expect(await readAll(keyed)).toEqual([...new Set(items)]);
          expect(await readAll(unkeyed)).toEqual(items);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('is indexed by key, without what has none, and the last of each', () => {
    const items = [
      { id: 'a', n: 1 },
      { id: undefined, n: 2 },
      { id: 'a', n: 3 },
    ];
    expect([...byKey<{ id: string | undefined; n: number }>(items, ({ id }) => id)]).toEqual([
      ['a', { id: 'a', n: 3 }],
    ]);
  });

  test('has keys that name account and region', () => {
    expect(keyIn({ accountId: '111111111111', region: 'eu-west-1' }, 'a/b')).toBe('111111111111/eu-west-1/a/b');
  });
});
