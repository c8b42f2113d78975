import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWords } from '../../../src/live/index/words.ts';

const texts = fc.array(fc.stringMatching(/^[ab]{0,3}$/), { maxLength: 300 });

test('Texts are found as by hand, after any writes, moves and removals', () => {
  fc.assert(
    fc.property(
      texts,
      fc.array(fc.tuple(fc.nat(299), fc.constantFrom('aba', 'b', ''))),
      fc.nat(299),
      (first, writes, removed) => {
        const words = createWords();
        const expected = [...first];
        for (const [slot, text] of first.entries()) words.write(slot, text);
        words.finder('a')(0);
        for (const [at, text] of writes) {
          if (expected.length === 0) break;
          const slot = at % expected.length;
          expected[slot] = text;
          words.write(slot, text);
        }
        for (let count = 0; count < removed && expected.length > 1; count += 1) {
          const last = expected.pop() as string;
          const slot = (count * 7) % expected.length;
          words.move(expected.length, slot);
          expected[slot] = last;
          words.pop();
        }
        for (const search of ['a', 'ab', 'bb', 'c']) {
          const find = words.finder(search);
          expect(expected.map((_, slot) => find(slot))).toEqual(expected.map((text) => text.includes(search)));
        }
      },
    ),
  );
});

test('A text is not found across two neighbours', () => {
  const words = createWords();
  for (const [slot, text] of ['ab', 'cd'].entries()) words.write(slot, text);
  const find = words.finder('bc');
  expect([find(0), find(1)]).toEqual([false, false]);
});
