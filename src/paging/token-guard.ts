import { GatewayError } from '../errors/gateway-error.ts';
import type { Page, PageOrigin } from './page-source.ts';
import { isLoop, type Position } from './position.ts';

/** How many pages of one list a request may read: a million of SSM's sessions, and an end for tokens that never come again. */
export const MAX_PAGES = 5_000;

/** Checks the pages of one list, in the order in which they are read. */
export interface TokenGuard {
  /** UPSTREAM_ERROR where the page was read before, in an earlier request; null otherwise. */
  arrivalFaultOf(position: Position, page: Turn): GatewayError | null;
  /** UPSTREAM_ERROR where the page leads back to one that was read before, or there were too many; null otherwise. */
  faultOf(position: Position, page: Turn): GatewayError | null;
  /** @throws GatewayError that fault */
  check(position: Position, page: Turn): void;
}

type Turn = Pick<Page<unknown>, 'nextToken' | 'origin'>;

/** AWS's lists end; one that does not would be read for ever, and from the cache without a single call. */
export function tokenGuard(): TokenGuard {
  const asked = new Set<string | null>();
  function faultOf({ token }: Position, { nextToken, origin }: Turn): GatewayError | null {
    asked.add(token);
    if (nextToken === null) return null;
    const isOld = asked.has(nextToken);
    if (!isOld && asked.size < MAX_PAGES) return null;
    return endless(isOld ? TWICE : `${MAX_PAGES} pages were read`, origin);
  }

  return {
    faultOf,
    arrivalFaultOf: ({ trail }, { origin }) => (isLoop(trail) ? endless(TWICE, origin) : null),
    check(position, page) {
      const fault = faultOf(position, page);
      if (fault) throw fault;
    },
  };
}

const TWICE = 'it gave a NextToken twice';

function endless(why: string, origin: PageOrigin | undefined): GatewayError {
  const list = origin ? `${origin.service}.${origin.operation}` : 'A list';
  return new GatewayError('UPSTREAM_ERROR', `${list} does not end: ${why}.`, { ...origin, retryable: false });
}
