import type { NumberedEntries } from './dictionary.ts';

/** Dictionary of texts with their ranks in ascending order of UTF-16 code units, so that an order compares numbers. */
export interface TextDictionary extends NumberedEntries<string> {
  /** Counts one more use of a text, and returns its number. */
  acquire(text: string): number;
  /** Returns the rank of each number: equal for no two texts. Valid until the dictionary changes. */
  ranks(): Float64Array;
  /** Returns the rank of any text: between two ranks if the dictionary does not have it. */
  rankOf(text: string): number;
}

/** Changes after which ranks are computed even if none are read. */
const MAX_CHANGES = 4_096;

export function textDictionary(): TextDictionary {
  const numbers = new Map<string, number>();
  const entries: (string | undefined)[] = [];
  const uses: number[] = [];
  const free: number[] = [];
  /** Numbers in the order of their texts, without the changes since. */
  let sorted: Uint32Array<ArrayBuffer> = new Uint32Array(0);
  let ranks = new Float64Array(0);
  let added: number[] = [];
  /** Numbers without uses. They are given to other texts once `sorted` does not have them. */
  let released: number[] = [];

  const textOf = (number: number): string => entries[number] ?? '';

  function add(text: string): number {
    const number = free.pop() ?? entries.length;
    numbers.set(text, number);
    entries[number] = text;
    uses[number] = 0;
    added.push(number);
    if (added.length + released.length >= MAX_CHANGES) sort();
    return number;
  }

  function sort(): void {
    if (added.length + released.length === 0) return;
    const isGone = new Set(released.filter((number) => uses[number] === 0));
    const kept = isGone.size > 0 ? sorted.filter((number) => !isGone.has(number)) : sorted;
    sorted = merged(
      kept,
      added.filter((number) => !isGone.has(number)),
      textOf,
    );
    for (const number of isGone) entries[number] = undefined;
    free.push(...isGone);
    [added, released] = [[], []];
    ranks = new Float64Array(entries.length);
    for (let rank = 0; rank < sorted.length; rank += 1) ranks[sorted[rank] as number] = rank;
  }

  return {
    acquire(text) {
      const number = numbers.get(text) ?? add(text);
      uses[number] = (uses[number] ?? 0) + 1;
      return number;
    },
    release(number) {
      uses[number] = (uses[number] ?? 0) - 1;
      if (uses[number] !== 0) return;
      numbers.delete(textOf(number));
      released.push(number);
      if (added.length + released.length >= MAX_CHANGES) sort();
    },
    entries,
    ranks() {
      sort();
      return ranks;
    },
    rankOf(text) {
      sort();
      const rank = firstNotBefore(sorted, text, textOf);
      return rank < sorted.length && textOf(sorted[rank] as number) === text ? rank : rank - 0.5;
    },
  };
}

/** Merges numbers into a list that is sorted by their texts: finds each place by bisection, and copies what is between. */
function merged(
  sorted: Uint32Array,
  added: readonly number[],
  textOf: (number: number) => string,
): Uint32Array<ArrayBuffer> {
  const result = new Uint32Array(sorted.length + added.length);
  const inOrder = added.toSorted((one, other) => (textOf(one) < textOf(other) ? -1 : 1));
  let copied = 0;
  for (const [index, number] of inOrder.entries()) {
    const place = firstNotBefore(sorted, textOf(number), textOf);
    result.set(sorted.subarray(copied, place), copied + index);
    result[place + index] = number;
    copied = place;
  }
  result.set(sorted.subarray(copied), copied + inOrder.length);
  return result;
}

/** Finds the first index of a sorted list whose text is not before a text. */
function firstNotBefore(sorted: Uint32Array, text: string, textOf: (number: number) => string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (textOf(sorted[middle] as number) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
