/** An immutable singly linked list; null is empty. States share tails, so that prepending copies nothing. */
export type LinkedList<Value> = { readonly value: Value; readonly rest: LinkedList<Value> } | null;

/** Prepends values, the first one in front. */
export function prepend<Value>(values: readonly Value[], list: LinkedList<Value>): LinkedList<Value> {
  return values.reduceRight<LinkedList<Value>>((rest, value) => ({ value, rest }), list);
}

/** Splits a list at the first adjacent values that `isMatch` accepts; the part behind them is shared. */
export function splitAt<Value>(
  list: LinkedList<Value>,
  isMatch: (value: Value) => boolean,
): { readonly before: readonly Value[]; readonly matches: readonly Value[]; readonly behind: LinkedList<Value> } {
  const before: Value[] = [];
  const matches: Value[] = [];
  let node = list;
  for (; node !== null && (matches.length === 0 || isMatch(node.value)); node = node.rest) {
    (isMatch(node.value) ? matches : before).push(node.value);
  }
  return { before, matches, behind: node };
}

export function* valuesOf<Value>(list: LinkedList<Value>): Generator<Value, void> {
  for (let node = list; node !== null; node = node.rest) yield node.value;
}

/** Returns at most `count` values from the front. */
export function take<Value>(list: LinkedList<Value>, count: number): Value[] {
  const values: Value[] = [];
  for (let node = list; node !== null && values.length < count; node = node.rest) values.push(node.value);
  return values;
}
