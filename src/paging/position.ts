import { HASH_LENGTH, keyHash } from './key-hash.ts';

/** A place between two items of a list: in the page of `token` (null: the first page), behind all that was shown. */
export interface Position {
  readonly token: string | null;
  readonly shown: ShownKeys;
  readonly trail: Trail;
}

/**
 * What tells that tokens go round in a circle, though each request sees a part of it: the hash of the token of the last
 * page whose number is a power of two (Brent's algorithm). A circle of any length comes by it again.
 */
export interface Trail {
  /** Pages before this one; with a mark and no pages, this one was read before. */
  readonly pages: number;
  /** Empty: no token yet. */
  readonly mark: string;
}

/**
 * Which items of a list were shown around a position, as hashes of their keys. Not their number: items begin and end between
 * two requests, and AWS cuts pages anew. A page that is read again minus what was shown is what is left of it.
 */
export interface ShownKeys {
  /** `HASH_LENGTH` characters for each, the latest last. */
  readonly hashes: string;
  /**
   * How many of the first are of the page before: they are dropped with the end of this page. Negative: so many older
   * ones, of this very page, had no room.
   */
  readonly settled: number;
}

/** How many keys a position holds at most: more than AWS puts on any page whose size is known (SSM: 200). */
export const MAX_SHOWN = 256;

export const NOTHING_SHOWN: ShownKeys = { hashes: '', settled: 0 };
export const NO_TRAIL: Trail = { pages: 0, mark: '' };
export const START: Position = { token: null, shown: NOTHING_SHOWN, trail: NO_TRAIL };

/** The trail of the page behind one. */
export function trailBehind({ pages, mark }: Trail, nextToken: string): Trail {
  const number = pages + 1;
  if (keyHash(nextToken) === mark) return { pages: 0, mark };
  return { pages: number, mark: (number & (number - 1)) === 0 ? keyHash(nextToken) : mark };
}

/** Whether a page was read before, in another request. */
export function isLoop({ pages, mark }: Trail): boolean {
  return pages === 0 && mark !== '';
}

export function isTrail(pages: unknown, mark: unknown): boolean {
  return Number.isInteger(pages) && Number(pages) >= 0 && typeof mark === 'string' && /^(?:[\w-]{8})?$/.test(mark);
}

/** Whether nothing of a list lies before a position. */
export function isStart({ token, shown }: Position): boolean {
  return token === null && shown.hashes === '';
}

/** Whether a value is what `ShownKeys` may be. */
export function areShownKeys(hashes: unknown, settled: unknown): boolean {
  if (typeof hashes !== 'string' || !Number.isInteger(settled)) return false;
  const count = hashes.length / HASH_LENGTH;
  return Number.isInteger(count) && count <= MAX_SHOWN && Number(settled) <= count && /^[\w-]*$/.test(hashes);
}
