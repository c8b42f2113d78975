/** Page of a list: the cursor that it begins after or ends in front of, and the number of rows before it. */
export interface Page {
  readonly after: string | null;
  readonly before: string | null;
  /** Rows in front of the page when it was turned to. */
  readonly offset: number;
}

/** Reads the page of a URL. */
export function pageOf(params: URLSearchParams): Page {
  const [after, before] = [params.get('after'), params.get('before')];
  const offset = Number(params.get('row') ?? 0);
  const isFirst = after === null && before === null;
  return {
    after: before === null ? after : null,
    before,
    offset: isFirst || !Number.isInteger(offset) ? 0 : Math.max(0, offset),
  };
}

/** Parameters that lead to the first page: for a list that has another filter or order. */
export const FIRST_PAGE = { after: null, before: null, row: null } as const;

/** Variables of a page: `first` and `after`, or `last` and `before`. */
export function pageVariables({ after, before }: Page, size: number) {
  return before === null
    ? { first: size, after, last: null, before: null }
    : { first: null, after: null, last: size, before };
}
