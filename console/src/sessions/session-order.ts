/** Columns by which the gateway sorts, with the fields of `LiveSessionOrder`. */
export const SORTED_BY = {
  user: 'USER_NAME',
  resource: 'RESOURCE',
  status: 'STATUS',
  since: 'STATUS_SINCE',
  started: 'STARTED_AT',
  expires: 'EXPIRES_AT',
  instance: 'INSTANCE_ID',
  region: 'REGION',
} as const;

export type SortedColumn = keyof typeof SORTED_BY;

/** Order of a list: a column and a direction. */
export interface Order {
  readonly column: SortedColumn;
  readonly isDescending: boolean;
}

/** Reads the order of a URL, `-started` by default: the newest first. */
export function orderOf(params: URLSearchParams): Order {
  const text = params.get('sort') ?? '-started';
  const column = text.replace(/^-/, '');
  if (!Object.hasOwn(SORTED_BY, column)) return { column: 'started', isDescending: true };
  return { column: column as SortedColumn, isDescending: text.startsWith('-') };
}

/** Writes an order as the parameter of a URL. */
export function sortParam({ column, isDescending }: Order): string {
  return `${isDescending ? '-' : ''}${column}`;
}

/** Writes an order as `orderBy` of the API. Equal sessions are in the order of their start. */
export function orderByOf({ column, isDescending }: Order) {
  const first = { field: SORTED_BY[column], direction: isDescending ? 'DESC' : 'ASC' } as const;
  return column === 'started' ? [first] : [first, { field: 'STARTED_AT', direction: 'DESC' } as const];
}
