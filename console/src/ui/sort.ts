/** Order of a table: a column and a direction. */
export interface Sort<Column extends string> {
  readonly column: Column;
  readonly isDescending: boolean;
}

/** Reads the order of a URL, such as `sort=-started`; null where it names none of the columns. */
export function sortOf<Column extends string>(
  params: URLSearchParams,
  columns: readonly Column[],
): Sort<Column> | null {
  const text = params.get('sort') ?? '';
  const column = columns.find((each) => each === text.replace(/^-/, ''));
  return column === undefined ? null : { column, isDescending: text.startsWith('-') };
}

/** Writes an order as the parameter `sort` of a URL. */
export function sortParam({ column, isDescending }: Sort<string>): string {
  return `${isDescending ? '-' : ''}${column}`;
}

/** Order of lists that the gateway sorts, where the URL has none. */
export const NEWEST_FIRST = { column: 'started', isDescending: true } as const satisfies Sort<string>;

/** Compares rows by a text or a number; rows without one come first. */
export function by<Row>(value: (row: Row) => string | number | null | undefined) {
  return (one: Row, other: Row): number => {
    const [first, second] = [value(one) ?? '', value(other) ?? ''];
    return typeof first === 'number' && typeof second === 'number'
      ? first - second
      : String(first).localeCompare(String(second));
  };
}
