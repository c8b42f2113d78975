import type { PageAnswer, PageRequest } from '../operation.ts';
import type { Quirks } from '../quirks/quirks.ts';
import { type ListOrder, shuffled } from './list-order.ts';
import type { Tokens } from './tokens.ts';

/** Everything that cutting a page depends on, besides the items and the request for a page. */
export interface PageContext {
  /** The request that a token is bound to: operation, location and all parameters but token and page size. */
  readonly request: string;
  readonly order: ListOrder;
  readonly tokens: Tokens;
  /** Minimum length of a token in characters. */
  readonly tokenLength: number;
  readonly quirks: Quirks;
  readonly now: number;
}

/** The position of a page in its list. */
interface Position {
  /** Rank of the last item before the page; see `ListOrder`. */
  readonly behind: number;
  /** Number of pages before this one. */
  readonly pageNumber: number;
}

/**
 * Cuts one page of a list, applying the paging quirks. `keep` filters the page after it was cut. A token holds the rank
 * of the last item before its page, so that items which begin or end before it do not shift the page.
 *
 * @throws the `invalidToken` of the request for a token that is forged, expired or of another request
 */
export function cutPage<Item>(
  items: readonly Item[],
  request: PageRequest<Item>,
  context: PageContext,
): PageAnswer<Item> {
  const { quirks, order } = context;
  const position = positionOf(request, context);
  const isFirst = position.pageNumber === 0;
  order.read.pages += 1;
  if (isFirst) order.read.listings += 1;
  const isCounted = quirks.countedTokens || quirks.shuffledEvery > 0;
  const page = (isCounted ? cutCountedPage : cutRankedPage)(items, request, position, context);
  const isCut = isFirst && quirks.cutListingEvery > 0 && order.read.listings % quirks.cutListingEvery === 0;
  return isCut ? { ...page, nextToken: undefined } : page;
}

/** Cuts a page whose token counts the items before it, of a list that may be in another order at every call. */
function cutCountedPage<Item>(
  items: readonly Item[],
  { limit, keep }: PageRequest<Item>,
  { behind, pageNumber }: Position,
  context: PageContext,
): PageAnswer<Item> {
  const { quirks, order } = context;
  const listed =
    quirks.shuffledEvery > 0 ? shuffled(items, Math.floor(order.read.pages / quirks.shuffledEvery)) : items;
  const start = Math.max(0, behind);
  const page = listed.slice(start, start + limit);
  const next = { behind: start + limit, pageNumber: pageNumber + 1 };
  return {
    items: keep ? page.filter(keep) : page,
    nextToken: nextToken(next.behind < listed.length ? next : undefined, context),
  };
}

function cutRankedPage<Item>(
  items: readonly Item[],
  { limit, keep }: PageRequest<Item>,
  { behind, pageNumber }: Position,
  context: PageContext,
): PageAnswer<Item> {
  const { quirks, order } = context;
  const ranks = order.ranksOf(items);
  const start = firstBehind(ranks, behind);
  const isEmpty = isEmptied(pageNumber, quirks) && start < items.length;
  const end = isEmpty ? start : endOf(ranks, start, { behind, limit }, context);
  const page = items.slice(pageNumber > 0 ? Math.max(0, start - quirks.repeatedItems) : start, end);
  const isFullLastPage = end > start && end === start + limit && end === items.length;
  const hasMore = end < items.length || (quirks.tokenAfterLastPage && isFullLastPage);
  const last = end > start ? (ranks[end - 1] ?? behind) : Math.max(behind, anchorOf(behind, context) ?? behind);
  const next = { behind: isEmpty ? behind : last, pageNumber: pageNumber + 1 };
  return {
    items: keep ? page.filter(keep) : page,
    nextToken:
      quirks.loopingTokens > 0
        ? loopingToken(pageNumber, ranks, limit, context)
        : nextToken(hasMore ? next : undefined, context),
  };
}

function positionOf<Item>({ token, invalidToken }: PageRequest<Item>, context: PageContext): Position {
  if (token === undefined || token === '') return { behind: -Infinity, pageNumber: 0 };
  const { request, tokens, quirks, now } = context;
  const content = tokens.read(request, token, now, quirks.tokenLifetime);
  if (!content) throw invalidToken();
  return content;
}

function isEmptied(pageNumber: number, { emptyPageEvery }: Quirks): boolean {
  return emptyPageEvery > 0 && (pageNumber + 1) % emptyPageEvery === 0;
}

function firstBehind(ranks: readonly number[], behind: number): number {
  const index = ranks.findIndex((rank) => rank > behind);
  return index < 0 ? ranks.length : index;
}

function anchorOf(behind: number, { quirks, order }: PageContext): number | undefined {
  return quirks.fixedPageEnds ? order.anchors.get(behind) : undefined;
}

/** Index behind the last item: `limit` items from the start, or with `fixedPageEnds` where the page first ended. */
function endOf(
  ranks: readonly number[],
  start: number,
  { behind, limit }: { behind: number; limit: number },
  context: PageContext,
): number {
  const full = Math.min(ranks.length, start + limit);
  if (!context.quirks.fixedPageEnds) return full;
  const anchor = anchorOf(behind, context);
  if (anchor !== undefined) return Math.min(full, firstBehind(ranks, anchor));
  if (full - start === limit) context.order.anchors.set(behind, ranks[full - 1] as number);
  return full;
}

function nextToken(next: Position | undefined, context: PageContext): string | undefined {
  const { request, tokens, tokenLength, quirks, now } = context;
  if (next) return tokens.make(request, next, now, tokenLength);
  return quirks.emptyStringAsLastToken ? '' : undefined;
}

/** One of the `loopingTokens` tokens that return for ever; they never expire. */
function loopingToken(pageNumber: number, ranks: readonly number[], limit: number, context: PageContext): string {
  const { request, tokens, tokenLength, quirks } = context;
  const number = (pageNumber % quirks.loopingTokens) + 1;
  const behind = ranks[Math.min(ranks.length, number * limit) - 1] ?? 0;
  return tokens.make(request, { behind, pageNumber: number }, Infinity, tokenLength);
}
