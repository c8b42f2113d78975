import { runAll } from '../run-all.ts';
import type { SqlConnection, SqlValue } from '../sql.ts';
import type { Statement } from '../sql-text.ts';

/** Rows of one statement: powers of two, so that few texts are prepared. Most first. */
const SIZES = [128, 64, 32, 16, 8, 4, 2, 1];

/** Executes a statement for a list of rows: see `rowStatements`. */
export function writeRows(
  connection: Pick<SqlConnection, 'run' | 'isPipelined'>,
  ...statement: Parameters<typeof rowStatements>
): Promise<void> {
  return runAll(connection, rowStatements(...statement));
}

/**
 * Makes statements for a list of rows, of many each.
 *
 * @param textOf returns the statement; `values` is `($1, $2), ($3, $4)` …
 * @param casts types of the columns: PostgreSQL takes parameters of a list of values for texts. None where the statement is an
 *   `insert … values`, which has the types of its columns
 */
export function rowStatements(
  rows: readonly (readonly SqlValue[])[],
  textOf: (values: string) => string,
  casts?: readonly string[],
): readonly Statement[] {
  const made: Statement[] = [];
  let written = 0;
  for (const size of SIZES) {
    while (rows.length - written >= size) {
      const part = rows.slice(written, written + size);
      made.push({ text: textFor(textOf, size, part[0]?.length ?? 0, casts), params: part.flat() });
      written += size;
    }
  }
  return made;
}

/** Texts by their number of rows: a text of 4,000 parameters takes as long to make, and to be found among prepared ones, as to execute. */
const texts = new WeakMap<(values: string) => string, Map<number, string>>();

function textFor(
  textOf: (values: string) => string,
  rows: number,
  columns: number,
  casts: readonly string[] | undefined,
): string {
  const known = texts.get(textOf) ?? new Map<number, string>();
  texts.set(textOf, known);
  const text = known.get(rows) ?? textOf(valuesText(rows, columns, casts));
  known.set(rows, text);
  return text;
}

function valuesText(rows: number, columns: number, casts: readonly string[] | undefined): string {
  const parameter = (number: number, column: number) => (casts ? `cast($${number} as ${casts[column]})` : `$${number}`);
  const row = (first: number) =>
    `(${Array.from({ length: columns }, (_, column) => parameter(first + column, column)).join(', ')})`;
  return Array.from({ length: rows }, (_, index) => row(index * columns + 1)).join(', ');
}
