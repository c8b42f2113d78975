import type { PageAnswer, PageRequest } from '../operation.ts';
import type { Quirks } from '../quirks/quirks.ts';
import type { ListOrder } from './list-order.ts';
import type { Tokens } from './tokens.ts';

/** What a page is cut for: the request its tokens belong to, and how AWS behaves today. */
export interface PageContext {
  /** Operation, location and all parameters but the token and the page's size. */
  readonly request: string;
  readonly order: ListOrder;
  readonly tokens: Tokens;
  /** Its tokens have at least so many characters. */
  readonly tokenLength: number;
  readonly quirks: Quirks;
  readonly now: number;
}

/**
 * One page of a list, with AWS's quirks. What `keep` leaves out is left out after the page was cut. A token names the item
 * behind which its page begins, so that what begins and ends before it moves nothing.
 */
export function cutPage<Item>(
  items: readonly Item[],
  request: PageRequest<Item>,
  context: PageContext,
): PageAnswer<Item> {
  const { quirks, order } = context;
  const { behind, pageNumber } = startOf(request, context);
  const ranks = order.ranksOf(items);
  const start = firstBehind(ranks, behind);
  const isEmpty = quirks.emptyPageEvery > 0 && (pageNumber + 1) % quirks.emptyPageEvery === 0 && start < items.length;
  const end = isEmpty ? start : endOf(ranks, start, behind, request.limit, context);
  const page = items.slice(pageNumber > 0 ? Math.max(0, start - quirks.repeatedItems) : start, end);
  const isFull = end > start && end === start + request.limit;
  const hasMore = end < items.length || (quirks.tokenAfterLastPage && isFull && end === items.length);
  const last = end > start ? (ranks[end - 1] ?? behind) : Math.max(behind, anchorOf(behind, context) ?? behind);
  return {
    items: request.keep ? page.filter(request.keep) : page,
    nextToken: nextToken(hasMore, isEmpty ? behind : last, pageNumber, ranks, request.limit, context),
  };
}

function startOf<Item>({ token, invalidToken }: PageRequest<Item>, { request, tokens, quirks, now }: PageContext) {
  if (token === undefined || token === '') return { behind: -Infinity, pageNumber: 0 };
  const content = tokens.read(request, token, now, quirks.tokenLifetime);
  if (!content) throw invalidToken();
  return content;
}

function firstBehind(ranks: readonly number[], behind: number): number {
  const index = ranks.findIndex((rank) => rank > behind);
  return index < 0 ? ranks.length : index;
}

function anchorOf(behind: number, { quirks, order }: PageContext): number | undefined {
  return quirks.fixedPageEnds ? order.anchors.get(behind) : undefined;
}

/** So many items further, or as far as the page went when it was first cut. */
function endOf(ranks: readonly number[], start: number, behind: number, limit: number, context: PageContext): number {
  const full = Math.min(ranks.length, start + limit);
  if (!context.quirks.fixedPageEnds) return full;
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
  { request, tokens, tokenLength, quirks, now }: PageContext,
): string | undefined {
  const { loopingTokens } = quirks;
  if (loopingTokens > 0) {
    const number = (pageNumber % loopingTokens) + 1;
    const end = ranks[Math.min(ranks.length, number * limit) - 1] ?? 0;
    return tokens.make(request, { behind: end, pageNumber: number }, Infinity, tokenLength);
  }
  if (hasMore) return tokens.make(request, { behind, pageNumber: pageNumber + 1 }, now, tokenLength);
  return quirks.emptyStringAsLastToken ? '' : undefined;
}
