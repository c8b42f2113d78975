/** The values of an enum of our own, each with its meaning. */
export function describedValues<Value extends string>(values: readonly Value[], meanings: Record<Value, string>) {
  return Object.fromEntries(values.map((value) => [value, { description: meanings[value] }])) as Record<
    Value,
    { description: string }
  >;
}
