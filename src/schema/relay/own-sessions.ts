import { GatewayError } from '../../errors/gateway-error.ts';
import { filterPages } from '../../paging/derived-sources.ts';
import type { Page, PageSource } from '../../paging/page-source.ts';
import { providerOfType, type SessionModel } from '../../sessions/providers.ts';
import type { Context } from '../builder/context.ts';

type Seer = Pick<Context, 'own'>;

/** Returns true if a caller who may read a type may see this object of it: self-scoped callers see their own sessions only. */
export function isVisible(typename: string, node: object, { own }: Seer): boolean {
  const provider = own && providerOfType(typename);
  return !provider || own.has(provider.toSession(node as SessionModel, new Date()));
}

/**
 * Filters the pages of a list to the items that a self-scoped caller may see, before items are counted; pages stay as AWS cuts
 * them. A list that does not exist is empty, like one without sessions of the caller.
 */
export function visiblePages<Item>(typename: string, source: PageSource<Item>, { own }: Seer): PageSource<Item> {
  const provider = own && providerOfType(typename);
  if (!provider) return source;
  const now = new Date();
  const theirs = (items: readonly Item[]) =>
    items.filter((item) => own.has(provider.toSession(item as SessionModel, now)));
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
