import { HASH_LENGTH } from './key-hash.ts';

/**
 * The items around a position that were shown, as hashes of their keys. Not their number: items begin and end between two
 * requests, and AWS cuts pages anew. What is left of a page is the page, read again, without what was shown.
 */
export interface ShownKeys {
  /** `HASH_LENGTH` characters per item, the latest last. */
  readonly hashes: string;
  /**
   * Number of first hashes that are of the page before; they are dropped at the end of this page. Negative: that many
   * older items of this page are not held, because `MAX_SHOWN` were.
   */
  readonly settled: number;
}

/** Keys that a position holds at most: more than AWS puts on any page whose size is known (SSM: 200). */
export const MAX_SHOWN = 256;

export const NOTHING_SHOWN: ShownKeys = { hashes: '', settled: 0 };

/** Most keys carried to the next page that this page did not have: their items ended, or moved to a later page. */
const MAX_MISSING = 128;
/** Most keys carried to the next page that this page had: AWS may repeat them there. */
const MAX_SETTLED = 100;

/**
 * Adds the items shown on a page to those shown before it.
 *
 * @param before hashes, joined
 * @param onPage hashes, joined
 */
export function withShown(before: string, settled: number, onPage: string): ShownKeys {
  const hashes = before + onPage;
  const excess = hashes.length / HASH_LENGTH - MAX_SHOWN;
  if (excess <= 0) return { hashes, settled };
  return { hashes: hashes.slice(excess * HASH_LENGTH), settled: settled - excess };
}

/**
 * Returns what the next page has to know of the items shown so far.
 *
 * @param met those of `before` that this page had
 */
export function carriedToNextPage(
  before: readonly string[],
  settled: number,
  met: ReadonlySet<string>,
  onPage: readonly string[],
): ShownKeys {
  const had = [...met, ...onPage].slice(-MAX_SETTLED);
  const missing = before
    .slice(Math.max(0, settled))
    .filter((hash) => !met.has(hash))
    .slice(-MAX_MISSING);
  return { hashes: [...had, ...missing].join(''), settled: had.length };
}

/** @param hashes joined */
export function splitHashes(hashes: string): string[] {
  return Array.from({ length: hashes.length / HASH_LENGTH }, (_, index) =>
    hashes.slice(index * HASH_LENGTH, (index + 1) * HASH_LENGTH),
  );
}

/** Validates the members of shown keys from a cursor. */
export function areShownKeys(hashes: unknown, settled: unknown): boolean {
  if (typeof hashes !== 'string' || !Number.isInteger(settled)) return false;
  const count = hashes.length / HASH_LENGTH;
  return Number.isInteger(count) && count <= MAX_SHOWN && Number(settled) <= count && /^[\w-]*$/.test(hashes);
}
