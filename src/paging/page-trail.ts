import { keyHash } from './key-hash.ts';

/**
 * State of Brent's cycle detection over the tokens of a list: AWS's tokens may lead in a circle of which each request
 * sees only a part. The mark is the token of the last page whose number is a power of two; a circle of any length leads to it.
 */
export interface Trail {
  /** Pages read before this one; 0 with a mark: this page was read before. */
  readonly pages: number;
  /** Hash of the marked token; empty: no page was marked yet. */
  readonly mark: string;
}

export const NO_TRAIL: Trail = { pages: 0, mark: '' };

/** Returns the trail of the next page. */
export function trailBehind({ pages, mark }: Trail, nextToken: string): Trail {
  const number = pages + 1;
  if (keyHash(nextToken) === mark) return { pages: 0, mark };
  return { pages: number, mark: (number & (number - 1)) === 0 ? keyHash(nextToken) : mark };
}

/** Returns true if a page was read before, by this or an earlier request. */
export function isLoop({ pages, mark }: Trail): boolean {
  return pages === 0 && mark !== '';
}

/** Validates the members of a trail from a cursor. */
export function isTrail(pages: unknown, mark: unknown): boolean {
  return Number.isInteger(pages) && Number(pages) >= 0 && typeof mark === 'string' && /^(?:[\w-]{8})?$/.test(mark);
}
