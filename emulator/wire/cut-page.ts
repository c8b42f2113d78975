import type { Habits } from '../habits.ts';
import type { PageAnswer, PageRequest } from '../operation.ts';
import type { ListOrder } from './list-order.ts';
import type { Tokens } from './tokens.ts';

/** What a page is cut for: the request its tokens belong to, and how AWS behaves today. */
export interface PageContext {
  /** Operation, place and all parameters but the token and the page's size. */
  readonly request: string;
  readonly order: ListOrder;
  readonly tokens: Tokens;
  /** Its tokens have at least so many characters. */
  readonly tokenLength: number;
  readonly habits: Habits;
  readonly now: number;
}

/**
 * One page of a list, with AWS's habits. What `keep` leaves out is left out after the page was cut. A token names the item
 * behind which its page begins, so that what begins and ends before it moves nothing.
 */
export function cutPage<Item>(
  items: readonly Item[],
  request: PageRequest<Item>,
  context: PageContext,
): PageAnswer<Item> {
  const { habits, order } = context;
  const { behind, pageNumber } = startOf(request, context);
  const ranks = order.ranksOf(items);
  const start = firstBehind(ranks, behind);
  const isEmpty = habits.emptyPageEvery > 0 && (pageNumber + 1) % habits.emptyPageEvery === 0 && start < items.length;
  const end = isEmpty ? start : endOf(ranks, start, behind, request.limit, context);
  const page = items.slice(pageNumber > 0 ? Math.max(0, start - habits.repeatedItems) : start, end);
  const isFull = end > start && end === start + request.limit;
  const hasMore = end < items.length || (habits.tokenAfterLastPage && isFull && end === items.length);
  const last = end > start ? (ranks[end - 1] ?? behind) : Math.max(behind, anchorOf(behind, context) ?? behind);
  return {
    items: request.keep ? page.filter(request.keep) : page,
    nextToken: nextToken(hasMore, isEmpty ? behind : last, pageNumber, ranks, request.limit, context),
  };
}

function startOf<Item>({ token, invalidToken }: PageRequest<Item>, { request, tokens, habits, now }: PageContext) {
  if (token === undefined || token === '') return { behind: -Infinity, pageNumber: 0 };
  const content = tokens.read(request, token, now, habits.tokenLifetime);
  if (!content) throw invalidToken();
  return content;
}

function firstBehind(ranks: readonly number[], behind: number): number {
  const index = ranks.findIndex((rank) => rank > behind);
  return index < 0 ? ranks.length : index;
}

function anchorOf(behind: number, { habits, order }: PageContext): number | undefined {
  return habits.fixedPageEnds ? order.anchors.get(behind) : undefined;
}

/** So many items further, or as far as the page went when it was first cut. */
function endOf(ranks: readonly number[], start: number, behind: number, limit: number, context: PageContext): number {
  const full = Math.min(ranks.length, start + limit);
  if (!context.habits.fixedPageEnds) return full;
  const anchor = anchorOf(behind, context);
  if (anchor !== undefined) return Math.min(full, firstBehind(ranks, anchor));
  if (full - start === limit) context.order.anchors.set(behind, ranks[full - 1] as number);
  return full;
}

function nextToken(
  hasMore: boolean,
  behind: number,
  pageNumber: number,
  ranks: readonly number[],
  limit: number,
  { request, tokens, tokenLength, habits, now }: PageContext,
): string | undefined {
  const { loopingTokens } = habits;
  if (loopingTokens > 0) {
    const number = (pageNumber % loopingTokens) + 1;
    const end = ranks[Math.min(ranks.length, number * limit) - 1] ?? 0;
    return tokens.make(request, { behind: end, pageNumber: number }, Infinity, tokenLength);
  }
  if (hasMore) return tokens.make(request, { behind, pageNumber: pageNumber + 1 }, now, tokenLength);
  return habits.emptyStringAsLastToken ? '' : undefined;
}
