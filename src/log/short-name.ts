/** Characters of a name that a client chose: anything, of any length, may stand in its place. */
const MAX_LENGTH = 100;

/** Cuts the name of an operation for logs and spans; null for what is none. */
export function shortName(name: unknown): string | null {
  return typeof name === 'string' ? name.slice(0, MAX_LENGTH) : null;
}
