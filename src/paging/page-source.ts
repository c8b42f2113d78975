/** One page as the source cut it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; null at the end. An empty page may have one. */
  readonly nextToken: string | null;
  /** Where this page begins, if the source can say it better than the token that it was asked with: see `concatSources`. */
  readonly token?: string;
  /**
   * What tells an item of the list from all others, for as long as it exists. Without it, or where it is undefined, an item
   * is known by its place on the page, and a cursor loses or repeats items where the page changes.
   */
  keyOf?(item: Item): string | undefined;
  /** Whose page it is. */
  readonly origin?: PageOrigin;
}

/** The AWS operation that lists something, as errors name it. */
export interface PageOrigin {
  readonly service: string;
  readonly operation: string;
}

/** A list that can only be read forward, a page at a time, from a token that the previous page gave. */
export interface PageSource<Item> {
  /** Stable name of the list and its arguments; a cursor is bound to it. Two lists that differ have ids that differ. */
  readonly id: string;
  /**
   * The page that begins at `token` (null: the start). Pages are as large as the source can make them:
   * what a caller leaves over is not asked for twice, and calls are what is scarce.
   *
   * @param resumes whether the token is a client's, from a cursor: then the page that was read for that client will do
   */
  listPage(token: string | null, resumes?: boolean): Promise<Page<Item>>;
}
