import { expect, test } from 'vitest';
import { prepend, replaceFirst, take, valuesOf } from '../../../src/paging/composite/linked-list.ts';

const list = prepend([1, 2, 3], null);

test('Prepending keeps the order and shares the list behind', () => {
  const longer = prepend([7, 8], list);
  expect([...valuesOf(longer)]).toEqual([7, 8, 1, 2, 3]);
  expect(longer?.rest?.rest).toBe(list);
  expect(prepend([], list)).toBe(list);
});

test('Replacing changes a copy, and only the first match', () => {
  expect([...valuesOf(replaceFirst(list, (value) => value > 1, [5, 6]))]).toEqual([1, 5, 6, 3]);
  expect([...valuesOf(replaceFirst(list, (value) => value === 2, []))]).toEqual([1, 3]);
  expect(replaceFirst(list, () => false, [5])).toBe(list);
  expect([...valuesOf(list)]).toEqual([1, 2, 3]);
});

test('Taking stops at the end of the list', () => {
  expect([take(list, 2), take(list, 9), take(null, 2)]).toEqual([[1, 2], [1, 2, 3], []]);
});
