import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PendingRange } from '../../../src/paging/composite/pending-range.ts';
import { decodeRanges, encodeResumeState } from '../../../src/paging/composite/range-codec.ts';
import { type Position, START } from '../../../src/paging/position.ts';

const invalid = expect.objectContaining({ code: 'INVALID_CURSOR' });

describe('A forged token is INVALID_CURSOR', () => {
  test.each([
    '',
    '5',
    'null',
    '{}',
    '["x"]',
    '[0,5]',
    '[0,[],[["a"]]]',
    '[0,[],["a",null]]',
    '[0,[],[["a"],null,7,0]]',
    '[1,[],[["a"],null,null,"short"]]',
    '[1,[],[["a"],null,null,"abcdefgh",2]]',
    '[1,[],[["a"],null,null,"abcdefgh",0.5]]',
    'znot-deflated',
  ])('%j', (token) => {
    expect(() => decodeRanges({ ...START, token })).toThrow(invalid);
  });
});

type Bounds = Pick<PendingRange, 'from' | 'at' | 'to'>;
const encode = (bounds: readonly Bounds[], current: number | null = null) =>
  encodeResumeState({
    ranges: bounds.map((each, index) => ({ ...each, id: String(index), isRetry: false })),
    current: current === null ? null : String(current),
  });
const boundsOf = (ranges: readonly PendingRange[]): Bounds[] => ranges.map(({ from, at, to }) => ({ from, at, to }));

const sound: readonly Bounds[] = [
  { from: ['a'], at: START, to: ['a'] },
  { from: ['b', 'x'], at: null, to: ['b', 'z'] },
  { from: ['c'], at: START, to: null },
];

test('Ranges survive encoding, get distinct ids, and are retries if they have an end', () => {
  const decoded = decodeRanges(encode(sound));
  expect(boundsOf(decoded)).toEqual(sound);
  expect(new Set(decoded.map(({ id }) => id)).size).toBe(3);
  expect(decoded.map(({ isRetry }) => isRetry)).toEqual([true, true, false]);
});

test('The current range is found by its id in a copy of the ranges', () => {
  const at: Position = { token: 'page-2', shown: { hashes: 'abcdefgh', settled: 0 }, trail: { pages: 2, mark: '' } };
  const bounds = [...sound.slice(0, 2), { from: ['c'], at, to: null }];
  const position = encode(bounds, 2);
  expect(position).toMatchObject({ shown: at.shown, trail: at.trail });
  expect(position.token).not.toContain('abcdefgh');
  expect(boundsOf(decodeRanges(position))).toEqual(bounds);
});

test.each([
  ['overlap', [...sound, ...sound]],
  ['descend', sound.toReversed()],
  ['end before they begin', [{ from: ['b'], at: START, to: ['a'] }]],
  ['contain one another', [sound[0] as Bounds, { from: ['a', 'b'], at: START, to: null }]],
  ['follow one without an end', [{ from: [], at: START, to: null }, sound[0] as Bounds]],
])('Ranges that %s are INVALID_CURSOR', (_title, bounds) => {
  expect(() => decodeRanges(encode(bounds))).toThrow(invalid);
});

test('Decoded ranges are ascending and disjoint, or the cursor is INVALID_CURSOR', () => {
  const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(path, fc.option(path)), { maxLength: 4 }), (bounds) => {
      const position = encode(bounds.map(([from, to]) => ({ from, at: START, to })));
      try {
        const decoded = decodeRanges(position);
        for (const [index, { from }] of decoded.slice(1).entries()) {
          expect(String(decoded[index]?.to) < String(from)).toBe(true);
        }
      } catch (error) {
        expect(error).toEqual(invalid);
      }
    }),
  );
});
