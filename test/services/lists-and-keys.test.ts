import { describe, expect, test } from 'vitest';
import { requestCalls } from '../../src/aws/request-calls.ts';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import type { PageSource } from '../../src/paging/page-source.ts';
import { acknowledgeTermination } from '../../src/services/acknowledge-termination.ts';
import { checkInput, USER_ID } from '../../src/services/check-input.ts';
import { isTransitional } from '../../src/services/is-transitional.ts';
import { requiredPart } from '../../src/services/key-part.ts';
import { existing, loadEach, loaderByKey, priming } from '../../src/services/load-by-key.ts';
import { MutationError } from '../../src/services/mutation-error.ts';
import { PartialListing } from '../../src/services/partial-listing.ts';
import { byKey, keyIn, readAll } from '../../src/services/read-list.ts';
import { nodesOf, readPages } from '../support/read-connection.ts';

interface Item {
  readonly key?: string;
  readonly value?: number;
}
const keyOf = ({ key }: Item) => key;

function listOf(pages: readonly (readonly Item[])[], failsAt = Infinity): PageSource<Item> {
  return {
    id: 'list',
    async listPage(token) {
      const at = Number(token ?? 0);
      if (at >= failsAt) throw new GatewayError('UPSTREAM_UNAVAILABLE', 'Not now.', { retryable: true });
      return { items: pages[at] ?? [], nextToken: at + 1 < pages.length ? String(at + 1) : null, keyOf };
    },
  };
}

describe('A short list', () => {
  test('is read to its end, each key once, in order; items without a key all stay', async () => {
    const pages = [[{ key: 'a', value: 1 }, {}], [], [{ key: 'a', value: 2 }, {}, { key: 'b' }]];
    expect(await readAll(listOf(pages))).toEqual([{ key: 'a', value: 1 }, {}, {}, { key: 'b' }]);
  });

  test('fails with the error of any page', async () => {
    await expect(readAll(listOf([[{ key: 'a' }], [{ key: 'b' }]], 1))).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
  });

  test('is indexed by key, the last of equal ones', () => {
    const index = byKey([{ key: 'a', value: 1 }, {}, { key: 'a', value: 2 }, { key: '__proto__' }], keyOf);
    expect([...index.keys()]).toEqual(['a', '__proto__']);
    expect(index.get('a')?.value).toBe(2);
  });

  test('has keys that differ in every location', () => {
    const keys = ['1', '2'].flatMap((accountId) => ['r', 's'].map((region) => keyIn({ accountId, region }, 'x')));
    expect(new Set(keys).size).toBe(4);
  });
});

describe('A list that is read in part', () => {
  test('has the items so far, until it is complete', async () => {
    const listing = new PartialListing({ list: () => listOf([[{ key: 'a' }, {}], [{ key: 'b' }]]), keyOf });
    await listing.readPage();
    expect([[...listing.items.keys()], listing.isComplete, listing.canContinue]).toEqual([['a'], false, true]);
    await listing.readPage();
    expect([[...listing.items.keys()], listing.isComplete, listing.canContinue]).toEqual([['a', 'b'], true, false]);
    await listing.readPage();
    expect(listing.items.size).toBe(2);
  });

  test('stays incomplete once a page failed, and never throws', async () => {
    const listing = new PartialListing({ list: () => listOf([[{ key: 'a' }], []], 1), keyOf });
    await listing.readPage();
    await listing.readPage();
    expect([listing.hasFailed, listing.isComplete, listing.canContinue, listing.items.size]).toEqual([
      true,
      false,
      false,
      1,
    ]);
  });
});

describe('A loader by key', () => {
  const loader = (calls: string[][]) =>
    loaderByKey<string, Item>({
      name: 'test',
      request: requestCalls(10_000),
      async load(keys) {
        calls.push([...keys]);
        return keys.map((key) => (key === 'broken' ? new Error('broken') : key === 'gone' ? null : { key }));
      },
    });

  test('loads what is asked for together in one batch, each key once, in the order of asking', async () => {
    const calls: string[][] = [];
    expect(await loadEach(loader(calls), ['b', 'a', 'gone', 'b'])).toEqual([
      { key: 'b' },
      { key: 'a' },
      null,
      { key: 'b' },
    ]);
    expect(calls).toEqual([['b', 'a', 'gone']]);
  });

  test('fails for the broken key alone', async () => {
    const one = loader([]);
    const [broken, fine] = await Promise.allSettled([one.load('broken'), one.load('a')]);
    expect([broken?.status, fine?.status]).toEqual(['rejected', 'fulfilled']);
    await expect(loadEach(loader([]), ['a', 'broken'])).rejects.toThrow('broken');
  });

  test('is primed by a list, so that what was listed is not looked up', async () => {
    const calls: string[][] = [];
    const one = loader(calls);
    const items = [{ key: 'a' }, { key: 'b' }];
    const read = nodesOf(
      await readPages(
        priming(listOf([items]), one, (item) => item.key ?? ''),
        5,
      ),
    );
    expect(read).toEqual(items);
    expect(await loadEach(one, ['b', 'c'])).toEqual([items[1], { key: 'c' }]);
    expect(calls).toEqual([['c']]);
  });

  test('leaves out what is gone', () => {
    expect(existing([null, { key: 'a' }, null])).toEqual([{ key: 'a' }]);
  });
});

describe('The acknowledgement of a termination', () => {
  const error = (code: 'NOT_FOUND' | 'UPSTREAM_ERROR' | 'UPSTREAM_THROTTLED') =>
    new GatewayError(code, 'x', { retryable: false });

  test('is that AWS accepted it, or that it was over', async () => {
    expect(await acknowledgeTermination('s', Promise.resolve({}))).toBe('ACCEPTED');
    expect(await acknowledgeTermination('s', Promise.reject(error('NOT_FOUND')))).toBe('ALREADY_OVER');
  });

  test('is what a service says of its own errors, which may take a call', async () => {
    const isOver = async ({ code }: GatewayError) => code === 'UPSTREAM_ERROR';
    expect(await acknowledgeTermination('s', Promise.reject(error('UPSTREAM_ERROR')), isOver)).toBe('ALREADY_OVER');
    const other = acknowledgeTermination('s', Promise.reject(error('UPSTREAM_THROTTLED')), isOver);
    await expect(other).rejects.toMatchObject({ code: 'UPSTREAM_THROTTLED' });
  });

  test('is never made of an unexpected error', async () => {
    const broken = acknowledgeTermination('s', Promise.reject(new TypeError('A bug.')), () => true);
    await expect(broken).rejects.toThrow('A bug.');
    await expect(broken).rejects.not.toBeInstanceOf(MutationError);
  });
});

describe('An input', () => {
  const check = (value: string | null | undefined) => () => checkInput('userId', value, USER_ID);

  test.each(['ab', 'é\n', '\u{1f600}\u{1f600}', 'x'.repeat(128), '\u{1f600}'.repeat(128), null, undefined])(
    'may be %j',
    (value) => {
      expect(check(value)).not.toThrow();
    },
  );

  test.each(['', 'a', '\u{1f600}', 'x'.repeat(129), '\u{1f600}'.repeat(129)])(
    'may not be %j: AWS counts code points',
    (value) => {
      expect(check(value)).toThrow(/^`userId` is ".*"; it must be 2 to 128 characters\.$/);
    },
  );

  test('is quoted in part where it is long', () => {
    expect(check('x'.repeat(1_000_000))).toThrow(/"x{300} …"/);
  });
});

test.each([
  ['RUNNING', false],
  ['STOPPED', false],
  [undefined, false],
  ['STARTING', true],
  ['STOPPING', true],
  ['NEWER_STATE', true],
  ['running', true],
])('A fleet or pool that is %s changes by itself: %s', (state, isChanging) => {
  expect(isTransitional(state)).toBe(isChanging);
});

test('A part that every key has is never empty', () => {
  expect(requiredPart('0')).toBe('0');
  for (const part of ['', null, undefined]) expect(() => requiredPart(part)).toThrow(GatewayError);
});
