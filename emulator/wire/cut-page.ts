import type { Habits } from '../habits.ts';
import type { PageAnswer, PageRequest } from '../operation.ts';
import type { Tokens } from './tokens.ts';

/** What a page is cut for: the request its tokens belong to, and how AWS behaves today. */
export interface PageContext {
  /** Operation, place and all parameters but the token and the page's size. */
  readonly request: string;
  readonly tokens: Tokens;
  /** Its tokens have at least so many characters. */
  readonly tokenLength: number;
  readonly habits: Habits;
  readonly now: number;
}

/** One page of a list, with AWS's habits. What `keep` leaves out is left out after the page was cut. */
export function cutPage<Item>(
  items: readonly Item[],
  request: PageRequest<Item>,
  context: PageContext,
): PageAnswer<Item> {
  const { habits } = context;
  const { offset, pageNumber } = startOf(request, context);
  const isEmpty = habits.emptyPageEvery > 0 && (pageNumber + 1) % habits.emptyPageEvery === 0 && offset < items.length;
  const end = isEmpty ? offset : offset + request.limit;
  const page = items.slice(offset, end);
  const hasMore = end < items.length || (habits.tokenAfterLastPage && page.length > 0 && end === items.length);
  return {
    items: request.keep ? page.filter(request.keep) : page,
    nextToken: hasMore ? makeToken(end, pageNumber + 1, context) : lastToken(habits),
  };
}

function startOf<Item>({ token, invalidToken }: PageRequest<Item>, { request, tokens, habits, now }: PageContext) {
  if (token === undefined || token === '') return { offset: 0, pageNumber: 0 };
  const content = tokens.read(request, token, now, habits.tokenLifetime);
  if (!content) throw invalidToken();
  return content;
}

function makeToken(offset: number, pageNumber: number, { request, tokens, tokenLength, now }: PageContext): string {
  return tokens.make(request, { offset, pageNumber }, now, tokenLength);
}

function lastToken({ emptyStringAsLastToken }: Habits): string | undefined {
  return emptyStringAsLastToken ? '' : undefined;
}
