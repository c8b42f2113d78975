import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childIndex } from '../../../src/paging/composite/child-index.ts';
import { nameHash } from '../../../src/paging/composite/hashed-keys.ts';
import { commonLength, comparePaths, isWithin, pathKey } from '../../../src/paging/composite/path.ts';
import { EVERYTHING, mayContain, type PendingRange } from '../../../src/paging/composite/pending-range.ts';
import { START } from '../../../src/paging/position.ts';

const key = fc.constantFrom('', 'a', 'b', 'aa', 'A', 'é', '\u{10ffff}', '\uffff');
const path = fc.array(key, { maxLength: 4 });
const options = { numRuns: 300 };

describe('Paths', () => {
  test('are in one order, in which a composite source comes before its children', () => {
    fc.assert(
      fc.property(path, path, path, (one, other, third) => {
        expect(Math.sign(comparePaths(one, other))).toBe(-Math.sign(comparePaths(other, one)) + 0);
        expect(comparePaths(one, other) === 0).toBe(pathKey(one) === pathKey(other));
        if (comparePaths(one, other) <= 0 && comparePaths(other, third) <= 0)
          expect(comparePaths(one, third)).toBeLessThanOrEqual(0);
        expect(comparePaths(one, [...one, ...other])).toBe(other.length === 0 ? 0 : -other.length);
      }),
      options,
    );
  });

  test('lead into those that they begin with', () => {
    fc.assert(
      fc.property(path, path, (one, other) => {
        expect(isWithin([...one, ...other], one)).toBe(true);
        expect(isWithin(one, other)).toBe(commonLength(one, other) === other.length);
        const length = commonLength(one, other);
        expect(one.slice(0, length)).toEqual(other.slice(0, length));
        expect(length === Math.min(one.length, other.length) || one[length] !== other[length]).toBe(true);
      }),
      options,
    );
  });

  test('have keys that no two share', () => {
    expect(pathKey(['a', 'b'])).not.toBe(pathKey(['a,b']));
    expect(pathKey([])).not.toBe(pathKey(['']));
  });
});

describe('A pending range', () => {
  /** Leaves of a tree of two levels, in the order of reading. */
  const leaves = ['a', 'b', 'c'].flatMap((outer) => ['1', '2', '3'].map((inner) => [outer, inner]));
  const within = ({ from, at, to }: PendingRange, leaf: readonly string[]) => {
    const isBehind = isWithin(leaf, from) ? at !== null || from.length < leaf.length : comparePaths(leaf, from) > 0;
    return isBehind && (to === null || comparePaths(leaf, to) <= 0 || isWithin(leaf, to));
  };
  const place = fc.constantFrom(...leaves, ['a'], ['b'], ['c']);
  const range = fc
    .record({ from: place, to: fc.option(place), isBehind: fc.boolean() })
    .map(({ from, to, isBehind }): PendingRange => ({ id: 'r', from, at: isBehind ? null : START, to, isRetry: false }))
    .filter(({ from, to, at }) => (to === null || comparePaths(from, to) <= 0) && (at !== null || from.length === 2));

  test('may contain every composite source and list that holds something of it', () => {
    fc.assert(
      fc.property(range, (pending) => {
        for (const leaf of leaves) {
          if (!within(pending, leaf)) continue;
          for (const outer of [[], leaf.slice(0, 1), leaf])
            expect([outer, mayContain(pending, outer)]).toEqual([outer, true]);
        }
      }),
      options,
    );
  });

  test('contains no list in front of it or behind it', () => {
    fc.assert(
      fc.property(range, (pending) => {
        for (const leaf of leaves)
          if (!within(pending, leaf)) expect([leaf, mayContain(pending, leaf)]).toEqual([leaf, false]);
      }),
      options,
    );
  });

  test('that is everything contains anything', () => {
    for (const each of [[], ['x'], ['x', 'y']]) expect(mayContain(EVERYTHING, each)).toBe(true);
  });
});

describe('The children of a composite source', () => {
  const child = (name: string, label = name) => ({ key: name, metadata: label, children: async () => [] });

  test('are in the order of their keys, each key once, the last of equal ones', () => {
    const { sorted } = childIndex([child('b'), child('a', 'first'), child('B'), child('a', 'last')]);
    expect(sorted.map((each) => [each.key, each.metadata])).toEqual([
      ['B', 'B'],
      ['a', 'last'],
      ['b', 'b'],
    ]);
  });

  test('are found by key and by the hash of the key', () => {
    const names = Array.from({ length: 300 }, (_, number) => `fleet-${number}`);
    const { find } = childIndex(names.map((name) => child(name)));
    for (const name of names) {
      expect(find(name)?.key).toBe(name);
      // Thirty bits: two of them may share one.
      expect(nameHash(find(nameHash(name))?.key ?? '')).toBe(nameHash(name));
    }
    expect([find('fleet-300'), find('#'), find('')]).toEqual([undefined, undefined, undefined]);
  });
});
