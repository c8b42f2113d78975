import { NEWEST_FIRST, type Sort, sortOf } from '../ui/sort.ts';

/** Columns by which records are sorted, with the fields of `SessionRecordOrder`. */
const SORTED_BY = { user: 'USER_NAME', started: 'STARTED_AT', ended: 'ENDED_AT' } as const;

type HistoryColumn = keyof typeof SORTED_BY;

export const HISTORY_COLUMNS = Object.keys(SORTED_BY) as readonly HistoryColumn[];

/** Order of records. */
export type HistoryOrder = Sort<HistoryColumn>;

/** Reads the order of a URL; the newest first by default. */
export function historyOrderOf(params: URLSearchParams): HistoryOrder {
  return sortOf(params, HISTORY_COLUMNS) ?? NEWEST_FIRST;
}

/** Writes an order as `orderBy` of the API. */
export function historyOrderBy({ column, isDescending }: HistoryOrder) {
  return [{ field: SORTED_BY[column], direction: isDescending ? 'DESC' : 'ASC' }] as const;
}
