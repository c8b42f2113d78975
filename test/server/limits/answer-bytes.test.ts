import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLongerThan } from '../../../src/server/limits/answer-bytes.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 20 });
const answers = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, text, fc.nat(9_999), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 6 }),
  object: fc.dictionary(text, tie('value'), { maxKeys: 6 }),
})).value;

const objectsIn = (value: unknown): number =>
  typeof value !== 'object' || value === null
    ? 0
    : Object.values(value).reduce((sum: number, each) => sum + objectsIn(each), 1);

/** The least limit that a value keeps. */
function lengthOf(value: unknown): number {
  let bytes = 0;
  while (isLongerThan(value, bytes)) bytes += 1;
  return bytes;
}

test('A value within the limit is no longer as JSON, but for the brackets of its objects', () => {
  fc.assert(
    fc.property(answers, (value) => {
      expect(JSON.stringify(value).length).toBeLessThanOrEqual(lengthOf(value) + 2 * objectsIn(value));
    }),
  );
});

test('A value within a limit is within every larger one, and its parts are', () => {
  fc.assert(
    fc.property(answers, fc.nat(1_000), (value, more) => {
      const length = lengthOf(value);
      expect(isLongerThan(value, length + more)).toBe(false);
      const parts = typeof value === 'object' && value !== null ? Object.values(value) : [];
      for (const part of parts) expect(isLongerThan(part, length)).toBe(false);
    }),
  );
});

test.each([
  ['a list', (item: object) => Array.from({ length: 10_000 }, () => item)],
  [
    'an object',
    (item: object) => Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`m${index}`, item])),
  ],
])('Counting stops at the limit: the rest of %s is not read', (_what, containing) => {
  let reads = 0;
  const item = {
    get name() {
      reads += 1;
      return 'a text of twenty chars';
    },
  };
  expect(isLongerThan(containing(item), 1_000)).toBe(true);
  expect(reads).toBeGreaterThan(10);
  expect(reads).toBeLessThan(1_000 / 'a text of twenty chars'.length);
});
