/** What JSON puts around a value: quotes and a comma, of a member its name's quotes and a colon too. */
const AROUND_VALUE = 3;

/** Whether a value is about longer than this as JSON. It is looked at until that is known, and no further. Bytes. */
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
