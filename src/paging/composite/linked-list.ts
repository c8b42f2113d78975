/** An immutable singly linked list; null is empty. States share tails, so that prepending copies nothing. */
export type LinkedList<Value> = { readonly value: Value; readonly rest: LinkedList<Value> } | null;

/** Prepends values, the first one in front. */
export function prepend<Value>(values: readonly Value[], list: LinkedList<Value>): LinkedList<Value> {
  return values.reduceRight<LinkedList<Value>>((rest, value) => ({ value, rest }), list);
}

/** Replaces the first value that `isMatch` accepts by others; the part of the list behind it is shared. */
export function replaceFirst<Value>(
  list: LinkedList<Value>,
  isMatch: (value: Value) => boolean,
  replacements: readonly Value[],
): LinkedList<Value> {
  const before: Value[] = [];
  for (let node = list; node !== null; node = node.rest) {
    if (isMatch(node.value)) return prepend([...before, ...replacements], node.rest);
    before.push(node.value);
  }
  return list;
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
