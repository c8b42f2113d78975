/** Name of the only member of an object that stands for a `Date`. Of AWS's own objects with this member, the value is in a list. */
const DATE = '$date';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

/** Encodes a value as JSON, with its dates: AWS's members have some, and a live session is restored with them. */
export function toDatedJson(value: object): string {
  return JSON.stringify(mark(value));
}

/** Decodes what `toDatedJson` has encoded. */
export function fromDatedJson<Value extends object>(text: string): Value {
  return revive(JSON.parse(text) as Json) as Value;
}

function mark(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return { [DATE]: value.getTime() };
  if (Array.isArray(value)) return value.map(mark);
  const members = Object.entries(value).map(([name, member]) => [name, mark(member)] as const);
  const [only] = members;
  return isDate(members.map(([name]) => name)) ? { [DATE]: [only?.[1]] } : Object.fromEntries(members);
}

function isDate(names: readonly string[]): boolean {
  return names.length === 1 && names[0] === DATE;
}

function revive(value: Json | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(revive);
  if (isDate(Object.keys(value))) return reviveDate((value as Record<string, Json>)[DATE]);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, revive(member)]));
}

function reviveDate(value: Json | undefined): unknown {
  if (Array.isArray(value)) return { [DATE]: revive(value[0]) };
  return new Date(value === null ? Number.NaN : Number(value));
}
