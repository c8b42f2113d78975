import type { SqlValue } from './sql.ts';

/** Part of a statement with its values, which are parameters and never part of the text. */
export interface Sql {
  readonly parts: readonly (string | { readonly value: SqlValue })[];
}

/** Statement as engines take it. */
export interface Statement {
  readonly text: string;
  readonly params: readonly SqlValue[];
}

/**
 * Makes a part of a statement. Values become parameters, and other parts are inserted.
 *
 * @example sql`select id from session where user_name = ${userName} and ${among(raw('service'), services)}`
 */
export function sql(texts: TemplateStringsArray, ...inserted: readonly (Sql | SqlValue)[]): Sql {
  const parts = texts.flatMap((text, at): Sql['parts'] => {
    const next = inserted[at];
    return next === undefined ? [text] : [text, ...partsOf(next)];
  });
  return { parts };
}

/** Inserts text as it is: names of tables and columns, which are no input. */
export function raw(text: string): Sql {
  return { parts: [text] };
}

export function join(list: readonly Sql[], separator: string): Sql {
  return { parts: list.flatMap(({ parts }, at) => (at === 0 ? parts : [separator, ...parts])) };
}

/** Joins conditions, all of which must hold. */
export function allOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? raw('true') : join(conditions, ' and ');
}

/** Compares a column with a list of values; an empty list matches nothing. */
export function among(column: Sql, values: readonly SqlValue[]): Sql {
  const [first, ...others] = values;
  if (first === undefined) return raw('false');
  // An index then also sorts what follows its first column.
  if (others.length === 0) return sql`${column} = ${first}`;
  return sql`${column} in (${join(
    values.map((value) => sql`${value}`),
    ', ',
  )})`;
}

/** Numbers the parameters of a statement: `$1`, `$2` … */
export function toStatement({ parts }: Sql): Statement {
  const params: SqlValue[] = [];
  const texts = parts.map((part) => (typeof part === 'string' ? part : `$${params.push(part.value)}`));
  return { text: texts.join(''), params };
}

function partsOf(inserted: Sql | SqlValue): Sql['parts'] {
  return typeof inserted === 'object' && inserted !== null ? inserted.parts : [{ value: inserted }];
}
