import { NEWEST_FIRST, type Sort, sortOf } from '../ui/sort.ts';

/** Columns by which the gateway sorts, with the fields of `LiveSessionOrder`. */
const SORTED_BY = {
  user: 'USER_NAME',
  resource: 'RESOURCE',
  status: 'STATUS',
  since: 'STATUS_SINCE',
  started: 'STARTED_AT',
  expires: 'EXPIRES_AT',
  instance: 'INSTANCE_ID',
  region: 'REGION',
} as const;

type SortedColumn = keyof typeof SORTED_BY;

export const SORTED_COLUMNS = Object.keys(SORTED_BY) as readonly SortedColumn[];

/** Reads the order of a URL; the newest first by default. */
export function orderOf(params: URLSearchParams): Sort<SortedColumn> {
  return sortOf(params, SORTED_COLUMNS) ?? NEWEST_FIRST;
}

/** Writes an order as `orderBy` of the API. Equal sessions are in the order of their start. */
export function orderByOf({ column, isDescending }: Sort<SortedColumn>) {
  const first = { field: SORTED_BY[column], direction: isDescending ? 'DESC' : 'ASC' } as const;
  return column === 'started' ? [first] : [first, { field: 'STARTED_AT', direction: 'DESC' } as const];
}
