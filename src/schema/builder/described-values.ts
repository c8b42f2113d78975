/** Declares the values of one of the gateway's own enums, each with a description. */
export function describedValues<Value extends string>(values: readonly Value[], meanings: Record<Value, string>) {
  return Object.fromEntries(values.map((value) => [value, { description: meanings[value] }])) as Record<
    Value,
    { description: string }
  >;
}
