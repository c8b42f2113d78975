import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SlotOrder } from '../../../src/live/index/live-order.ts';
import { selectPage } from '../../../src/live/index/select-page.ts';

/** An order by a few values, so that many slots are equal in the first field, and counts its comparisons. */
function orderBy(values: readonly number[]): SlotOrder & { comparisons: number } {
  const order = {
    comparisons: 0,
    firstNumber: (slot: number) => values[slot] as number,
    compare(one: number, other: number) {
      order.comparisons += 1;
      return (values[one] as number) - (values[other] as number) || one - other;
    },
    comparisonWith:
      ([value, at]: readonly (string | number)[]) =>
      (slot: number) =>
        (values[slot] as number) - Number(value) || slot - Number(at),
    keyOf: (slot: number) => [values[slot] as number, slot],
  };
  return order;
}

const slotsOf = (count: number) => Uint32Array.from({ length: count }, (_, slot) => slot);

test('A page is the first of the sorted slots behind the key', () => {
  const lists = fc.array(fc.nat(5), { maxLength: 60 });
  fc.assert(
    fc.property(lists, fc.nat(9), fc.option(fc.nat(59)), (values, limit, at) => {
      const order = orderBy(values);
      const sorted = [...slotsOf(values.length)].sort(order.compare);
      const from = at !== null && at < values.length ? order.keyOf(at) : null;
      const behind = from ? sorted.slice(sorted.indexOf(at as number) + 1) : sorted;
      expect(selectPage(slotsOf(values.length), order, limit, from)).toEqual({
        slots: behind.slice(0, limit),
        hasMore: behind.length > limit,
      });
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['in the order of the list', (slot: number) => slot],
  ['in the opposite order', (slot: number) => -slot],
])('Ten thousand slots that arrived %s are compared some thousand times', (_, valueAt) => {
  const order = orderBy(Array.from(slotsOf(10_000), valueAt));
  selectPage(slotsOf(10_000), order, 50, null);
  expect(order.comparisons).toBeLessThan(10_000);
});
