/**
 * A list that can only be read forward, a page at a time: the contract between a list (of one AWS operation, or
 * composed of several) and its readers (connections, iterators, loaders).
 *
 * Over a list that does not change, the items of the pages from `listPage(null)` on, each requested with the `nextToken`
 * of the page before, must be the list: in its order, each item at least once. An item may be repeated on later pages if its
 * page has a `keyOf`; readers then show it once.
 *
 * @example
 * const names: PageSource<string> = {
 *   id: JSON.stringify(['names', region]),
 *   async listPage(token) {
 *     const { Names = [], NextToken } = await api.listNames({ NextToken: token ?? undefined });
 *     return { items: Names, nextToken: NextToken || null, keyOf: (name) => name };
 *   },
 * };
 */
export interface PageSource<Item> {
  /**
   * Stable name of the list and its arguments, the same in every process. Cursors are bound to it, so two lists that differ
   * must have ids that differ, in their account, region and filters as well. Clients never see it.
   */
  readonly id: string;
  /**
   * Reads one page.
   *
   * The page should be as large as the source can make it: AWS calls are scarce, and readers hold items for later.
   * Reading a page must change nothing, because a page may be read again: to continue within it, and to prefetch. It may be
   * called for several tokens at once. It must end on its own at the request's deadline.
   *
   * @param token null for the first page, else the `nextToken` or `token` of a page of a source with this `id`, possibly read
   *   by another process days ago
   * @param resumes true if the token comes from a client's cursor, so that a page cached for that client may be used. Sources
   *   that wrap others must pass it on
   * @throws GatewayError `UPSTREAM_*` if AWS fails (composite sources defer this source and continue), `CURSOR_EXPIRED` if it
   *   no longer knows the token, `INVALID_CURSOR` for a token that the source cannot have given, `NOT_FOUND` if what the
   *   list belongs to does not exist
   */
  listPage(token: string | null, resumes?: boolean): Promise<Page<Item>>;
}

/** Page of a list, as its source cut it. */
export interface Page<Item> {
  /** The items in the order of the list; may be empty on any page, the first and the last included. */
  readonly items: readonly Item[];
  /** Token of the next page; null if this is the last one. An empty page may have one. It must not be empty. */
  readonly nextToken: string | null;
  /**
   * Token that reads this page again, where the one it was requested with does not: `concatSources` names the child that
   * the page is of. The requested token if absent.
   */
  readonly token?: string;
  /**
   * Returns a key that is unique in the list and never changes while the item exists. Cursors hold hashes of keys, so that
   * items that begin or end between two pages neither hide nor repeat others. An item without a key is identified by its
   * index on the page: then a page that changes loses or repeats items.
   */
  keyOf?(item: Item): string | undefined;
  /** AWS operation that the page came from, for errors about the list. */
  readonly origin?: PageOrigin;
}

/** An AWS operation, as errors name it. */
export interface PageOrigin {
  /** Service as in the SDK client's name, lower case: `appstream`. */
  readonly service: string;
  /** Operation as AWS spells it: `DescribeSessions`. */
  readonly operation: string;
}
