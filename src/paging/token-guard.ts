import { GatewayError } from '../errors.ts';
import type { Page } from './page-source.ts';

/** How many pages of one list a request may read: a million of SSM's sessions, and an end for tokens that never come again. */
export const MAX_PAGES = 5_000;

/** Checks the pages of one list, in the order in which they are read. */
export interface TokenGuard {
  /** UPSTREAM_ERROR where the page leads back to one that was read before, or there were too many; null otherwise. */
  faultOf(token: string | null, page: Turn): GatewayError | null;
  /** @throws GatewayError that fault */
  check(token: string | null, page: Turn): void;
}

type Turn = Pick<Page<unknown>, 'nextToken' | 'origin'>;

/** AWS's lists end; one that does not would be read for ever, and from the cache without a single call. */
export function tokenGuard(): TokenGuard {
  const asked = new Set<string | null>();
  function faultOf(token: string | null, { nextToken, origin }: Turn): GatewayError | null {
    asked.add(token);
    const isOld = nextToken !== null && asked.has(nextToken);
    if (nextToken === null || !(isOld || asked.size >= MAX_PAGES)) return null;
    const list = origin ? `${origin.service}.${origin.operation}` : 'A list';
    const why = isOld ? 'it gave a NextToken twice' : `${MAX_PAGES} pages were read`;
    return new GatewayError('UPSTREAM_ERROR', `${list} does not end: ${why}.`, { ...origin, retryable: false });
  }

  return {
    faultOf,
    check(token, page) {
      const fault = faultOf(token, page);
      if (fault) throw fault;
    },
  };
}
