import { expect, test } from 'vitest';
import { resultCache } from '../../../src/live/index/result-cache.ts';

test('A result is computed once for equal keys, and again for another one', () => {
  const cache = resultCache();
  let computed = 0;
  const read = (...key: readonly unknown[]) =>
    cache.of(key, () => {
      computed += 1;
      return { computed };
    });
  const first = read({ statuses: ['CONNECTED'] }, 'groups');
  expect(read({ statuses: ['CONNECTED'] }, 'groups')).toBe(first);
  expect(read({ statuses: ['CONNECTED'] }, 'sources')).not.toBe(first);
  expect(read({ statuses: ['FAILED'] }, 'groups')).not.toBe(first);
  expect(read([{ statuses: ['CONNECTED'] }], 'groups')).not.toBe(first);
  expect(computed).toBe(4);
});

test('Keys of other types are other keys', () => {
  const cache = resultCache();
  const results = [[1], ['1'], [[1]], [null], ['null'], [{}], [[]]].map((key) => cache.of(key, () => ({})));
  expect(new Set(results).size).toBe(7);
});

test('All results are computed again once a revision was written', () => {
  const cache = resultCache();
  const first = cache.of(['a'], () => ({}));
  cache.clear();
  expect(cache.of(['a'], () => ({}))).not.toBe(first);
});

test('A failure is not cached', () => {
  const cache = resultCache();
  const fail = () => {
    throw new Error('no such table');
  };
  expect(() => cache.of(['a'], fail)).toThrow('no such table');
  expect(cache.of(['a'], () => ({ value: 1 }))).toEqual({ value: 1 });
});

test('A thousand results are held: the least recently read ones are dropped', () => {
  const cache = resultCache();
  const read = (number: number) => cache.of([number], () => ({}));
  const [first, second] = [read(1), read(2)];
  for (let number = 3; number <= 1_000; number += 1) read(number);
  expect(read(1)).toBe(first);
  read(1_001);
  expect(read(1)).toBe(first);
  expect(read(2)).not.toBe(second);
});
