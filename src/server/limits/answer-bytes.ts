/** JSON's overhead of a value: quotes and a comma; the name of a member adds the same. */
const AROUND_VALUE = 3;
/** Length of a number, boolean or null, about. */
const SCALAR_LENGTH = 8;

/** Returns whether a value is longer than about `bytes` as JSON; stops counting there. */
export function isLongerThan(value: unknown, bytes: number): boolean {
  return left(value, bytes) < 0;
}

/** Returns the bytes that are left after a value; less than 0 as soon as there are none. */
function left(value: unknown, bytes: number): number {
  if (typeof value === 'string') return bytes - value.length - AROUND_VALUE;
  if (typeof value !== 'object' || value === null) return bytes - SCALAR_LENGTH;
  return Array.isArray(value) ? leftOfList(value, bytes) : leftOfObject(value, bytes);
}

function leftOfList(items: readonly unknown[], bytes: number): number {
  let rest = bytes - AROUND_VALUE;
  for (let index = 0; index < items.length && rest >= 0; index += 1) rest = left(items[index], rest);
  return rest;
}

function leftOfObject(value: object, bytes: number): number {
  let rest = bytes;
  for (const name in value) {
    rest = left((value as Record<string, unknown>)[name], rest - name.length - AROUND_VALUE);
    if (rest < 0) return rest;
  }
  return rest;
}
