import type { LiveKey, SlotOrder } from './live-order.ts';

/** Page of slots. */
export interface SlotPage {
  readonly slots: readonly number[];
  /** True if slots follow behind the page. */
  readonly hasMore: boolean;
}

/**
 * Prime by which slots are visited: they stand in the order of arrival, which is often that of the list or its opposite. In the
 * opposite order each slot would be better than all before it.
 */
const STRIDE = 7_919;

/**
 * Selects a page of slots without sorting all of them: keeps the best `limit + 1` in a sorted list.
 *
 * @param matching slots of the sessions that match
 * @param from key behind which the page starts; null: at the start
 */
export function selectPage(matching: Uint32Array, order: SlotOrder, limit: number, from: LiveKey | null): SlotPage {
  const most = limit + 1;
  const best: number[] = [];
  const compareWithKey = from && order.comparisonWith(from);
  const { firstNumber, compare } = order;
  const { length } = matching;
  const stride = length % STRIDE === 0 ? 1 : STRIDE;
  let last: number | undefined;
  let lastNumber = Number.POSITIVE_INFINITY;
  for (let visited = 0, index = 0; visited < length; visited += 1, index = (index + stride) % length) {
    const slot = matching[index] as number;
    if (firstNumber(slot) > lastNumber) continue;
    if (last !== undefined && compare(slot, last) > 0) continue;
    if (compareWithKey && compareWithKey(slot) <= 0) continue;
    best.splice(insertionIndex(best, slot, order), 0, slot);
    if (best.length > most) best.pop();
    if (best.length < most) continue;
    last = best[most - 1] as number;
    lastNumber = firstNumber(last);
  }
  return { slots: best.slice(0, limit), hasMore: best.length > limit };
}

/** Finds the index of a slot in a sorted list by bisection. */
function insertionIndex(sorted: readonly number[], slot: number, { compare }: SlotOrder): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(slot, sorted[middle] as number) < 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
