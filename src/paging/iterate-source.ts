import { yieldToEventLoop } from './event-loop.ts';
import { pageReader } from './page-reader.ts';
import type { Page, PageSource } from './page-source.ts';
import { isStart, type Position, START } from './position.ts';
import { errorOnArrival, tokenGuard } from './token-guard.ts';

/**
 * Reads the pages of one list from the start, without regard to items that AWS repeats. Other requests get their turn
 * between pages; the deadline is the source's.
 *
 * @param maxPages after which to stop
 * @returns true if that was the whole list
 * @throws GatewayError UPSTREAM_ERROR for a list that does not end, and whatever the source throws
 */
export async function* iteratePages<Item>(
  source: PageSource<Item>,
  maxPages = Infinity,
): AsyncGenerator<Page<Item>, boolean> {
  const guard = tokenGuard();
  let token: string | null = null;
  for (let count = 0; count < maxPages; count += 1) {
    await yieldToEventLoop();
    const page: Page<Item> = await source.listPage(token);
    yield page;
    if (page.nextToken === null) return true;
    const error = guard.errorAfter(token, page);
    if (error) throw error;
    token = page.nextToken;
  }
  return false;
}

/** An item, and the position behind it. */
export interface PositionedItem<Item> {
  readonly item: Item;
  /** Computed on demand. */
  behind(): Position;
}

/**
 * Reads the items of one list behind a position, each once. Pages are requested as they are needed: only the item after
 * the last wanted one proves that there is a next page, because AWS sends a NextToken after a full last page, and empty
 * pages with one. Other requests get their turn between pages; the deadline is the source's.
 *
 * @throws GatewayError UPSTREAM_ERROR for a list that does not end, and whatever the source throws
 */
export async function* iterateItems<Item>(
  source: PageSource<Item>,
  from: Position = START,
): AsyncGenerator<PositionedItem<Item>, void> {
  const guard = tokenGuard();
  let position = from;
  while (true) {
    await yieldToEventLoop();
    const page = await source.listPage(position.token, position === from && !isStart(from));
    const error = errorOnArrival(position, page);
    if (error) throw error;
    const reader = pageReader(page, position);
    for (let next = reader.next(); next !== null; next = reader.next()) {
      yield { item: next.item, behind: reader.show().position };
    }
    const following = reader.following();
    if (following === null) return;
    const guardError = guard.errorAfter(position.token, page);
    if (guardError) throw guardError;
    position = following;
  }
}
