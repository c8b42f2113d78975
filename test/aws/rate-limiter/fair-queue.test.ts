import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Owner } from '../../../src/aws/owner.ts';
import { fairQueue, turns } from '../../../src/aws/rate-limiter/fair-queue.ts';

const ownerOf = (caller: string) => ({ caller }) as Owner;

describe('A fair queue', () => {
  test('serves callers in turn, whatever each has waiting', () => {
    const queue = fairQueue<string>();
    const [large, small] = [ownerOf('large'), ownerOf('small')];
    for (let index = 0; index < 5; index += 1) queue.add(large, `l${index}`);
    queue.add(small, 's0');
    expect(Array.from({ length: 6 }, () => queue.take())).toEqual(['l0', 's0', 'l1', 'l2', 'l3', 'l4']);
    expect([queue.take(), queue.size, queue.nextTurn]).toEqual([undefined, 0, Infinity]);
  });

  test('serves the requests of one caller in turn', () => {
    const queue = fairQueue<string>();
    const [list, query] = [ownerOf('one'), ownerOf('one')];
    for (let index = 0; index < 3; index += 1) queue.add(list, `list${index}`);
    queue.add(query, 'query');
    expect(Array.from({ length: 4 }, () => queue.take())).toEqual(['list0', 'query', 'list1', 'list2']);
  });

  test('takes a request without a caller for a caller of its own', () => {
    const queue = fairQueue<string>();
    const [one, other] = [{} as Owner, {} as Owner];
    queue.add(one, 'a');
    queue.add(one, 'b');
    queue.add(other, 'c');
    expect([queue.take(), queue.take(), queue.take()]).toEqual(['a', 'c', 'b']);
  });

  test('forgets an item that was removed, once', () => {
    const queue = fairQueue<string>();
    const owner = ownerOf('one');
    const remove = queue.add(owner, 'a');
    queue.add(owner, 'b');
    remove();
    remove();
    expect([queue.size, queue.take(), queue.take()]).toEqual([1, 'b', undefined]);
  });

  test('counts turns together with others: who was served there waits here', () => {
    const together = turns();
    const [one, other] = [fairQueue<string>(together), fairQueue<string>(together)];
    const [alice, bob] = [ownerOf('alice'), ownerOf('bob')];
    for (const name of ['a1', 'a2']) one.add(alice, name);
    one.add(bob, 'b1');
    other.add(alice, 'a3');
    expect(one.nextTurn).toBeLessThan(other.nextTurn);
    expect(other.take()).toBe('a3');
    expect([one.take(), one.take(), one.take()]).toEqual(['b1', 'a1', 'a2']);
  });
});

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('add' as const), caller: fc.nat(2), request: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), pick: fc.nat() }) },
);

interface Waiting {
  readonly owner: Owner;
  readonly number: number;
  readonly remove: () => void;
}

test('No caller is served twice while another, or a request of the same caller, waits that was there at the first time', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = fairQueue<number>();
      const owners = [0, 1, 2].map((caller) => [0, 1].map(() => ownerOf(`caller ${caller}`)));
      let waiting: Waiting[] = [];
      /** Items that waited when a caller or request was last served, and still do. */
      const passed = new Map<unknown, Set<number>>();
      let number = 0;
      for (const each of steps) {
        if (each.kind === 'add') {
          const owner = owners[each.caller]?.[each.request] as Owner;
          number += 1;
          waiting.push({ owner, number, remove: queue.add(owner, number) });
        } else if (each.kind === 'remove' && waiting.length > 0) {
          const [removed] = waiting.splice(each.pick % waiting.length, 1);
          removed?.remove();
        } else if (each.kind === 'take') {
          const taken = queue.take();
          const served = waiting.find((item) => item.number === taken);
          expect(served === undefined).toBe(waiting.length === 0);
          if (!served) continue;
          const { owner } = served;
          const same = waiting.filter((item) => item.owner === owner);
          expect(same[0]?.number).toBe(taken);
          waiting = waiting.filter((item) => item !== served);
          const others = waiting.filter((item) => item.owner.caller !== owner.caller);
          const siblings = waiting.filter((item) => item.owner.caller === owner.caller && item.owner !== owner);
          for (const [key, rivals] of [
            [owner.caller, others],
            [owner, siblings],
          ] as const) {
            const before = passed.get(key) ?? new Set();
            expect(rivals.filter((item) => before.has(item.number))).toEqual([]);
            passed.set(key, new Set(rivals.map((item) => item.number)));
          }
          // A rival that was served is in the next round: what else it has waiting has its turn later.
          for (const [key, set] of passed) {
            if (key === owner.caller || key === owner) continue;
            for (const item of waiting) if (item.owner.caller === owner.caller) set.delete(item.number);
          }
        }
        expect(queue.size).toBe(waiting.length);
      }
    }),
    { numRuns: 150 },
  );
});
