import { GatewayError } from '../errors/gateway-error.ts';
import type { Page, PageOrigin } from './page-source.ts';
import { isLoop } from './page-trail.ts';
import type { Position } from './position.ts';

/** Pages of one list that a request reads at most: a million SSM sessions, and an end for tokens that never repeat. */
const MAX_PAGES = 5_000;

/** Ends a list of AWS that does not end: it would be read for ever, from the cache without a single call. */
export interface TokenGuard {
  /**
   * Checks a page after it was read. Every page of a list must be checked, in order.
   *
   * @param token the one that the page was requested with
   * @returns UPSTREAM_ERROR if the next page was read before, or too many were; else null
   */
  errorAfter(token: string | null, page: CheckedPage): GatewayError | null;
}

type CheckedPage = Pick<Page<unknown>, 'nextToken' | 'origin'>;

export function tokenGuard(): TokenGuard {
  const requested = new Set<string | null>();
  return {
    errorAfter(token, { nextToken, origin }) {
      requested.add(token);
      if (nextToken === null) return null;
      if (requested.has(nextToken)) return endless(REPEATED, origin);
      return requested.size < MAX_PAGES ? null : endless(`${MAX_PAGES} pages were read`, origin);
    },
  };
}

/** Returns UPSTREAM_ERROR if an earlier request has read the page at a position; else null. */
export function errorOnArrival({ trail }: Position, { origin }: CheckedPage): GatewayError | null {
  return isLoop(trail) ? endless(REPEATED, origin) : null;
}

const REPEATED = 'it gave a NextToken twice';

function endless(why: string, origin: PageOrigin | undefined): GatewayError {
  const list = origin ? `${origin.service}.${origin.operation}` : 'A list';
  return new GatewayError('UPSTREAM_ERROR', `${list} does not end: ${why}.`, { ...origin, retryable: false });
}
