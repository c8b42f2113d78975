/** JSON's overhead of a value: quotes and a comma; the name of a member adds the same. */
const AROUND_VALUE = 3;

/** Returns whether a value is longer than about `bytes` as JSON; stops counting there. */
export function isLongerThan(value: unknown, bytes: number): boolean {
  let left = bytes;
  function take(each: unknown): boolean {
    if (typeof each === 'string') left -= each.length + AROUND_VALUE;
    else if (typeof each !== 'object' || each === null) left -= 8;
    else if (Array.isArray(each)) {
      left -= AROUND_VALUE;
      for (const item of each) if (!take(item)) return false;
    } else {
      for (const name in each) {
        left -= name.length + AROUND_VALUE;
        if (!take((each as Record<string, unknown>)[name])) return false;
      }
    }
    return left >= 0;
  }
  return !take(value);
}
