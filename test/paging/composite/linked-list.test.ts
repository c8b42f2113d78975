import { expect, test } from 'vitest';
import { prepend, splitAt, take, valuesOf } from '../../../src/paging/composite/linked-list.ts';

const list = prepend([1, 2, 3], null);

test('Prepending keeps the order and shares the list behind', () => {
  const longer = prepend([7, 8], list);
  expect([...valuesOf(longer)]).toEqual([7, 8, 1, 2, 3]);
  expect(longer?.rest?.rest).toBe(list);
  expect(prepend([], list)).toBe(list);
});

test('Splitting finds the first adjacent matches, and shares the list behind them', () => {
  const split = splitAt(list, (value) => value === 2);
  expect(split).toMatchObject({ before: [1], matches: [2] });
  expect(split.behind).toBe(list?.rest?.rest);
  expect(splitAt(list, (value) => value > 1)).toEqual({ before: [1], matches: [2, 3], behind: null });
  expect(splitAt(list, (value) => value !== 2)).toMatchObject({ before: [], matches: [1] });
  expect(splitAt(list, () => false)).toEqual({ before: [1, 2, 3], matches: [], behind: null });
  expect([...valuesOf(list)]).toEqual([1, 2, 3]);
});

test('Taking stops at the end of the list', () => {
  expect([take(list, 2), take(list, 9), take(null, 2)]).toEqual([[1, 2], [1, 2, 3], []]);
});
