import { GatewayError } from '../errors/gateway-error.ts';
import { filterPages } from '../paging/derived-sources.ts';
import type { Page, PageSource } from '../paging/page-source.ts';
import type { SessionModel } from '../sessions/session-handle.ts';
import { isSessionType } from './access.ts';
import type { Context } from './context.ts';

type Seer = Pick<Context, 'own'>;

/** Whether a caller who may see things of this type may see this one. */
export function isVisible(typename: string, thing: object, { own }: Seer): boolean {
  return !own || !isSessionType(typename) || own.has(thing as SessionModel);
}

/**
 * The part of a list that a caller sees, as a list of its own: pages are left as AWS cut them, and what is not the caller's is
 * taken out before anything is counted. A list that is not there is as empty as one where nothing is theirs.
 */
export function visiblePages<Item>(typename: string, source: PageSource<Item>, { own }: Seer): PageSource<Item> {
  if (!own || !isSessionType(typename)) return source;
  const theirs = (items: readonly Item[]) => items.filter((item) => own.has(item as SessionModel));
  return filterPages(emptyWhereGone(source), theirs, JSON.stringify(['own', own.userName, source.id]));
}

function emptyWhereGone<Item>({ id, listPage }: PageSource<Item>): PageSource<Item> {
  const nothing: Page<Item> = { items: [], nextToken: null };
  return {
    id,
    listPage: (token, resumes) =>
      listPage(token, resumes).catch((error: unknown) => {
        if (error instanceof GatewayError && error.code === 'NOT_FOUND') return nothing;
        throw error;
      }),
  };
}
