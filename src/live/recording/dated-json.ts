/** Name of the only member of an object that stands for a `Date`. */
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
  const marked: Record<string, unknown> = {};
  for (const name of Object.keys(value)) marked[name] = mark((value as Record<string, unknown>)[name]);
  return marked;
}

function revive(value: Json | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(revive);
  const members = value as Record<string, Json>;
  const names = Object.keys(members);
  if (names.length === 1 && names[0] === DATE)
    return new Date(members[DATE] === null ? Number.NaN : Number(members[DATE]));
  const revived: Record<string, unknown> = {};
  for (const name of names) revived[name] = revive(members[name]);
  return revived;
}
