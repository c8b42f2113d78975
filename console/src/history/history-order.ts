/** Columns by which records are sorted, with the fields of `SessionRecordOrder`. */
const SORTED_BY = { user: 'USER_NAME', started: 'STARTED_AT', ended: 'ENDED_AT' } as const;

export type HistoryColumn = keyof typeof SORTED_BY;

/** Order of records. */
export interface HistoryOrder {
  readonly column: HistoryColumn;
  readonly isDescending: boolean;
}

/** Reads the order of a URL; the newest first by default. */
export function historyOrderOf(params: URLSearchParams): HistoryOrder {
  const text = params.get('sort') ?? '-started';
  const column = text.replace(/^-/, '');
  if (!isHistoryColumn(column)) return { column: 'started', isDescending: true };
  return { column, isDescending: text.startsWith('-') };
}

export function isHistoryColumn(text: string): text is HistoryColumn {
  return Object.hasOwn(SORTED_BY, text);
}

/** Writes an order as the parameter of a URL. */
export function historySortParam({ column, isDescending }: HistoryOrder): string {
  return `${isDescending ? '-' : ''}${column}`;
}

/** Writes an order as `orderBy` of the API. */
export function historyOrderBy({ column, isDescending }: HistoryOrder) {
  return [{ field: SORTED_BY[column], direction: isDescending ? 'DESC' : 'ASC' }] as const;
}
