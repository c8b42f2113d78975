import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dictionary, entriesThat } from '../../../src/live/index/dictionary.ts';
import { textDictionary } from '../../../src/live/index/text-dictionary.ts';

/** Uses of texts: positive ones acquire the text of that number, negative ones release a use of it. */
const uses = fc.array(fc.tuple(fc.nat(12), fc.boolean()), { maxLength: 60 });
const textOf = (number: number) => `text ${number * 7}`;

test('Ranks are the places of the texts in use in sorted order, whatever was acquired and released', () => {
  fc.assert(
    fc.property(uses, fc.array(fc.nat(59)), (steps, ranked) => {
      const texts = textDictionary();
      const held: number[] = [];
      for (const [at, [number, isAcquired]] of steps.entries()) {
        if (isAcquired) held.push(texts.acquire(textOf(number)));
        else if (held.length > 0) texts.release(held.splice(number % held.length, 1)[0] as number);
        if (ranked.includes(at)) texts.ranks();
      }
      const ranks = texts.ranks();
      const inUse = [...new Set(held)];
      const byRank = inUse.toSorted((one, other) => (ranks[one] as number) - (ranks[other] as number));
      const names = byRank.map((number) => texts.entries[number]);
      expect(names).toEqual([...names].sort());
      expect(new Set(names).size).toBe(inUse.length);
      expect(byRank.map((number) => ranks[number])).toEqual(inUse.map((_, rank) => rank));
    }),
  );
});

test('A text that the dictionary does not have is ranked between its neighbours', () => {
  const texts = textDictionary();
  for (const text of ['b', 'd']) texts.acquire(text);
  expect(['a', 'b', 'c', 'd', 'e'].map((text) => texts.rankOf(text))).toEqual([-0.5, 0, 0.5, 1, 1.5]);
});

test('Ten thousand texts that come and go need no more numbers than are in use at the same time, and some', () => {
  const texts = textDictionary();
  for (let number = 0; number < 10_000; number += 1) texts.release(texts.acquire(`text ${number}`));
  expect(texts.entries.length).toBeLessThan(5_000);
});

test('An entry of a dictionary is made once for its key, and its number is given to another one after its last use', () => {
  const values = dictionary<string>();
  let made = 0;
  const acquire = (key: string) =>
    values.acquire(key, () => {
      made += 1;
      return key.toUpperCase();
    });
  const first = acquire('a');
  expect(acquire('a')).toBe(first);
  expect(made).toBe(1);
  values.release(first);
  expect(values.entries[first]).toBe('A');
  values.release(first);
  expect(values.entries[first]).toBeUndefined();
  expect(acquire('b')).toBe(first);
});

test('Conditions are evaluated for entries in use', () => {
  const values = dictionary<string>();
  const [one, , three] = ['one', 'two', 'three'].map((key) => values.acquire(key, () => key));
  values.release(one as number);
  const marks = entriesThat(values, (value) => value !== 'two');
  expect([...marks]).toEqual([0, 0, 1]);
  expect(marks[three as number]).toBe(1);
});
