import type { SqlValue } from './database.ts';

/** Table that sessions are counted from: `place_count` has the columns of `area_count`, `session` those of both. */
export type CountedTable = 'area_count' | 'place_count' | 'session';

/** Condition on columns of a table. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
  /** Smallest table that has its columns. */
  readonly table: CountedTable;
}

/** Statement, or a part of one. */
export type Sql = Omit<Condition, 'table'>;

/** Joins conditions to a `where` clause; empty without any. */
export function toClause(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return { sql: '', parameters: [] };
  return {
    sql: `where ${conditions.map(({ sql }) => sql).join(' and ')}`,
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/** Compares a column with a list of values. The text of the statement is the same for lists of any length. */
export function among(column: string, values: readonly (string | number)[]): Sql {
  return { sql: `${column} in (select value from json_each(?))`, parameters: [JSON.stringify(values)] };
}
