/** Most characters of a name that a client chose. */
const MAX_LENGTH = 100;

/** Truncates the name of an operation for logs and spans; null for other values. */
export function shortName(name: unknown): string | null {
  return typeof name === 'string' ? name.slice(0, MAX_LENGTH) : null;
}
