import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonCounts, scanJson } from '../../src/outbound/scan-json.ts';

/** Scans a text to its end and returns the last and the deepest counts. */
function scan(text: string) {
  let last: JsonCounts = { commas: 0, opened: 0, depth: 0 };
  let deepest = 0;
  const excess = scanJson(Buffer.from(text), (counts) => {
    last = { ...counts };
    deepest = Math.max(deepest, counts.depth);
    return false;
  });
  return { excess, last, deepest };
}

/** Counts of a value by its structure. */
function countsOf(value: unknown): { commas: number; opened: number; levels: number } {
  if (typeof value !== 'object' || value === null) return { commas: 0, opened: 0, levels: 0 };
  const below = Object.values(value).map(countsOf);
  const sum = (key: 'commas' | 'opened') => below.reduce((total, each) => total + each[key], 0);
  return {
    commas: sum('commas') + Math.max(0, below.length - 1),
    opened: sum('opened') + 1,
    levels: 1 + Math.max(0, ...below.map(({ levels }) => levels)),
  };
}

test('Commas, opened lists and objects, and levels are those of the value, whatever its strings contain', () => {
  const odd = fc.string({ unit: fc.constantFrom('"', '\\', ',', '[', ']', '{', '}', 'a', 'é') });
  const value = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, odd, fc.integer(), fc.constant(null), tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 5 }),
    object: fc.dictionary(odd, tie('value'), { maxKeys: 5 }),
  })).value;
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 2), (json, indent) => {
      const expected = countsOf(JSON.parse(JSON.stringify(json)));
      const { last, deepest } = scan(JSON.stringify(json, null, indent));
      expect({ commas: last.commas, opened: last.opened, levels: deepest }).toEqual(expected);
    }),
  );
});

test('A scan stops at the first byte that exceeds a limit, and returns the counts there', () => {
  let calls = 0;
  const counts = scanJson(Buffer.from(`[${'1,'.repeat(1_000)}1]`), ({ commas }) => {
    calls += 1;
    return commas > 3;
  });
  expect(counts).toEqual({ commas: 4, opened: 1, depth: 1 });
  expect(calls).toBe(5);
});

test.each(['', '"', '"\\', '"\\"', '[[[', ']]', '"a', '{"a":"b'])(
  '%j, which is no JSON, is scanned to its end',
  (text) => {
    expect(scan(text).excess).toBeNull();
  },
);
