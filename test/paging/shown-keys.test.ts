import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HASH_LENGTH, keyHash } from '../../src/paging/key-hash.ts';
import { areShownKeys, carriedToNextPage, MAX_SHOWN, splitHashes, withShown } from '../../src/paging/shown-keys.ts';

const hashOf = (number: number) => keyHash(`item ${number}`);
const hashes = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => hashOf(from + at));

describe('The hash of a key', () => {
  test('has eight URL-safe digits, the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (key) => {
        expect(keyHash(key)).toMatch(/^[\w-]{8}$/);
        expect(keyHash(key)).toBe(keyHash(`${key}`));
      }),
      { numRuns: 200 },
    );
    // Cursors of a release are read by the next one.
    expect(['', 'a', 'alice-0123'].map(keyHash)).toMatchInlineSnapshot(`
      [
        "wBoyvYW3",
        "WOxVI8iT",
        "_ZvtdB9N",
      ]
    `);
  });

  test('differs for keys that differ a little', () => {
    const keys = Array.from({ length: 50_000 }, (_, number) => `alice@example.com-0${number}`);
    const others = ['a', 'b', 'ab', 'ba', 'aa', '', '\0', '\0\0', 'a\0'];
    expect(new Set([...keys, ...others].map(keyHash)).size).toBe(keys.length + others.length);
  });
});

describe('The items shown around a position', () => {
  test('are those before and those of the page, in their order', () => {
    const shown = withShown(hashes(0, 3).join(''), 1, hashes(3, 5).join(''));
    expect([splitHashes(shown.hashes), shown.settled]).toEqual([hashes(0, 5), 1]);
  });

  test('are the latest ones, where they are too many; the number of settled ones falls with them, below zero', () => {
    const shown = withShown(hashes(0, MAX_SHOWN).join(''), 2, hashes(MAX_SHOWN, MAX_SHOWN + 5).join(''));
    expect(splitHashes(shown.hashes)).toEqual(hashes(5, MAX_SHOWN + 5));
    expect(shown.settled).toBe(-3);
  });

  test('are always as a cursor may hold them', () => {
    const count = fc.integer({ min: 0, max: MAX_SHOWN });
    fc.assert(
      fc.property(count, count, fc.integer({ min: -300, max: MAX_SHOWN }), (before, onPage, settled) => {
        const shown = withShown(hashes(0, before).join(''), Math.min(settled, before), hashes(0, onPage).join(''));
        expect(areShownKeys(shown.hashes, shown.settled)).toBe(true);
        const carried = carriedToNextPage(
          hashes(0, before),
          settled,
          new Set(hashes(0, before >> 1)),
          hashes(500, 500 + onPage),
        );
        expect(areShownKeys(carried.hashes, carried.settled)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('What the next page has to know', () => {
  test('is what this page had, as settled, and what it did not have', () => {
    const { hashes: carried, settled } = carriedToNextPage(hashes(0, 4), 0, new Set(hashes(1, 3)), hashes(10, 12));
    expect(splitHashes(carried)).toEqual([...hashes(1, 3), ...hashes(10, 12), hashOf(0), hashOf(3)]);
    expect(settled).toBe(4);
  });

  test('is nothing of the page before this one', () => {
    const { hashes: carried } = carriedToNextPage(hashes(0, 4), 2, new Set([hashOf(3)]), []);
    expect(splitHashes(carried)).toEqual([hashOf(3), hashOf(2)]);
  });

  test('is a hundred items of this page at most, and 128 that it did not have', () => {
    const { hashes: carried, settled } = carriedToNextPage(hashes(0, 200), 0, new Set(), hashes(300, 500));
    expect([settled, splitHashes(carried)]).toEqual([100, [...hashes(400, 500), ...hashes(72, 200)]]);
  });
});

test('Shown keys from a cursor are whole hashes, not too many, with a number of settled ones that fits', () => {
  const two = hashes(0, 2).join('');
  expect([areShownKeys('', 0), areShownKeys(two, 2), areShownKeys(two, -9)]).toEqual([true, true, true]);
  for (const [given, settled] of [
    [two.slice(1), 0],
    [two, 3],
    [two, 0.5],
    [two, '0'],
    [null, 0],
    [`${two.slice(0, -1)}=`, 0],
    [hashes(0, MAX_SHOWN + 1).join(''), 0],
  ])
    expect(areShownKeys(given, settled)).toBe(false);
  expect(splitHashes(two).every(({ length }) => length === HASH_LENGTH)).toBe(true);
});
