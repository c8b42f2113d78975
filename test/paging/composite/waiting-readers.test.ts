import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settledWithin } from '../../../src/paging/composite/settled-within.ts';
import { waitingReaders } from '../../../src/paging/composite/waiting-readers.ts';

interface Item {
  readonly group: string | null;
  readonly size: number;
}

/** Readers that note what they get. */
function readersWith() {
  const readers = waitingReaders<Item, string>();
  const answers: [reader: string, answer: unknown][] = [];
  return {
    readers,
    answers,
    add(name: string, group: string | null, least = 0) {
      readers.add({
        selection: { group, matches: ({ size }) => size >= least },
        resolve: (answer) => void answers.push([name, answer]),
        reject: (error) => void answers.push([name, error]),
      });
    },
  };
}

describe('Readers that wait for an item', () => {
  test('get the one that they select, of their group or of any, once', () => {
    const { readers, answers, add } = readersWith();
    add('alice', 'alice');
    add('anyone', null);
    add('large', null, 10);
    readers.resolve('alice', { group: 'alice', size: 1 }, 'first');
    expect(answers).toEqual([
      ['anyone', 'first'],
      ['alice', 'first'],
    ]);
    readers.resolve('alice', { group: 'alice', size: 20 }, 'second');
    expect(answers.slice(2)).toEqual([['large', 'second']]);
    expect(readers.isAnyWaiting()).toBe(false);
  });

  test('of other groups are not asked', () => {
    const { readers, answers, add } = readersWith();
    add('alice', 'alice');
    readers.resolve('bob', { group: 'bob', size: 1 }, 'x');
    readers.resolve(null, { group: null, size: 1 }, 'x');
    expect([answers, readers.isAnyWaiting()]).toEqual([[], true]);
  });

  test('all get the end, or the error', () => {
    const { readers, answers, add } = readersWith();
    add('one', 'alice');
    add('other', null);
    readers.resolveAll(null);
    expect(answers).toEqual([
      ['one', null],
      ['other', null],
    ]);
    add('third', 'bob');
    readers.rejectAll('error');
    expect(answers.at(-1)).toEqual(['third', 'error']);
    expect(readers.isAnyWaiting()).toBe(false);
  });

  test('who wait again while they are answered get the next item, not the same', () => {
    const readers = waitingReaders<Item, string>();
    const answers: unknown[] = [];
    const wait = (): void =>
      readers.add({
        selection: { group: 'a', matches: () => true },
        resolve: (answer) => {
          answers.push(answer);
          if (answers.length < 2) queueMicrotask(wait);
        },
        reject: () => {},
      });
    wait();
    readers.resolve('a', { group: 'a', size: 1 }, 'first');
    expect(answers).toEqual(['first']);
  });

  test('are as many as were added and not answered', () => {
    const group = fc.constantFrom('a', 'b', null);
    const step = fc.oneof(fc.record({ group, least: fc.nat(3) }), fc.record({ group, size: fc.nat(3) }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { readers, answers, add } = readersWith();
        const waiting = new Map<string, { group: string | null; least: number }>();
        for (const [index, each] of steps.entries()) {
          if ('least' in each) {
            add(String(index), each.group, each.least);
            waiting.set(String(index), each);
            continue;
          }
          const served = [...waiting].filter(
            ([, of]) => (of.group === null || of.group === each.group) && each.size >= of.least,
          );
          const before = answers.length;
          readers.resolve(each.group, each, `item ${index}`);
          expect(
            answers
              .slice(before)
              .map(([name]) => name)
              .sort(),
          ).toEqual(served.map(([name]) => name).sort());
          for (const [name] of served) waiting.delete(name);
        }
        expect(readers.isAnyWaiting()).toBe(waiting.size > 0);
      }),
      { numRuns: 150 },
    );
  });
});

describe('Waiting for the first of several answers', () => {
  test('ends with it, also where it is an error', async () => {
    const never = new Promise(() => {});
    await expect(settledWithin(60_000, [never, Promise.resolve(1)])).resolves.toBeUndefined();
    await expect(settledWithin(60_000, [never, Promise.reject(new Error('failed'))])).rejects.toThrow('failed');
  });

  test('ends when the time has passed, which may be none at all', async () => {
    const never = new Promise(() => {});
    for (const milliseconds of [0, -5, 1]) await expect(settledWithin(milliseconds, [never])).resolves.toBeUndefined();
    await expect(settledWithin(0, [])).resolves.toBeUndefined();
  });
});
