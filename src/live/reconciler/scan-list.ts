import { GatewayError } from '../../errors/gateway-error.ts';
import { yieldToEventLoop } from '../../paging/event-loop.ts';
import type { Page, PageSource } from '../../paging/page-source.ts';
import { tokenGuard } from '../../paging/token-guard.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import type { LiveClock } from '../live-clock.ts';
import type { Timestamp } from '../live-session.ts';

/** Page of a list, and when it was read. */
export interface ReadPage {
  readonly sessions: readonly AnySession[];
  readonly requestedAt: Timestamp;
  /** Monotonic time of the request. */
  readonly requestedTick: number;
  readonly answeredAt: Timestamp;
}

/** Result of reading a list. */
export interface ListScan {
  /** False if the reader stopped in between. */
  readonly isComplete: boolean;
  /** True if AWS repeated sessions out of place: see `CompleteScan`. */
  readonly hasMoved: boolean;
  /** True if AWS says that the resource of the list does not exist. */
  readonly isOfDeletedResource: boolean;
  readonly sessions: number;
}

export interface ScanListOptions {
  readonly clock: LiveClock;
  readonly idOf: (session: AnySession) => string;
  /** Called with each page before the next one is requested. */
  readonly onPage: (page: ReadPage) => void;
  /** Resolves when there is room for the changes of the next page; undefined if there is now. */
  readonly room: () => Promise<void> | undefined;
  /** Returns true if to stop before the next page. */
  readonly isStopped: () => boolean;
}

/**
 * Reads a list from the first page to the last.
 *
 * @throws GatewayError UPSTREAM_*, CURSOR_EXPIRED: the list was not read to its end, and says nothing about what it lacks
 */
export async function scanList(
  source: PageSource<AnySession>,
  { clock, idOf, onPage, room, isStopped }: ScanListOptions,
): Promise<ListScan> {
  const guard = tokenGuard();
  const order = repetitions();
  let sessions = 0;
  let token: string | null = null;
  while (!isStopped()) {
    await yieldToEventLoop();
    await room();
    if (isStopped()) break;
    const [requestedAt, requestedTick] = [clock.wall(), clock.now()];
    const page: Page<AnySession> | null = await readPage(source, token);
    if (page === null) {
      return { isComplete: true, hasMoved: order.hasMoved(), isOfDeletedResource: true, sessions };
    }
    order.add(page.items.map(idOf));
    sessions += page.items.length;
    onPage({ sessions: page.items, requestedAt, requestedTick, answeredAt: clock.wall() });
    if (page.nextToken === null) {
      return { isComplete: true, hasMoved: order.hasMoved(), isOfDeletedResource: false, sessions };
    }
    const error = guard.errorAfter(token, page);
    if (error) throw error;
    token = page.nextToken;
  }
  return { isComplete: false, hasMoved: false, isOfDeletedResource: false, sessions };
}

/** Reads one page; null if the resource that the list belongs to does not exist. */
async function readPage(source: PageSource<AnySession>, token: string | null): Promise<Page<AnySession> | null> {
  try {
    return await source.listPage(token);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/**
 * Detects a list that moves while it is read: sessions that a page repeats from earlier ones. Where the last sessions of a page
 * are the first of the next one, in the same order, the list only grew at its front, or AWS overlaps its pages: nothing is
 * missed. Anywhere else, the order has changed, and for each session that came back another one may have been missed.
 */
function repetitions() {
  const seen = new Set<string>();
  let previous: readonly string[] = [];
  let hasMoved = false;

  return {
    add(ids: readonly string[]): void {
      const isNew = ids.findIndex((id) => !seen.has(id));
      const overlap = isNew < 0 ? ids.length : isNew;
      const tail = previous.slice(previous.length - overlap);
      const isOverlap = overlap <= previous.length && tail.every((id, index) => id === ids[index]);
      hasMoved ||= !isOverlap || ids.slice(overlap).some((id) => seen.has(id));
      for (const id of ids) seen.add(id);
      if (ids.length > 0) previous = ids;
    },
    hasMoved: () => hasMoved,
  };
}
