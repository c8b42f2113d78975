import { among, type Sql } from './condition.ts';
import type { Database } from './database.ts';

/** Column of `session` by which a search finds sessions. */
interface Part {
  readonly column: 'user_name' | 'resource' | 'row';
  /** Values that match; null where they are not few. */
  readonly values: readonly (string | number)[] | null;
}

/** Sessions that a search matches: those that any of its parts match. */
export interface Found {
  readonly search: string;
  /** Parts that match at least one session. */
  readonly parts: readonly Part[];
}

/** Texts to search, with the value of `session` that each belongs to. Users and resources are searched once each. */
const TEXTS = {
  user_name: { table: 'user', value: 'name' },
  resource: { table: 'place', value: 'resource' },
  row: { table: 'own_text', value: 'rowid' },
} as const;

const COLUMNS = ['user_name', 'resource', 'row'] as const;

/** Characters from which on the index of `own_text` finds a text. */
const INDEXED_LENGTH = 3;

/** Returns true if the index of `own_text` finds a text: its queries end at the character 0. */
const isIndexed = (search: string): boolean => [...search].length >= INDEXED_LENGTH && !search.includes('\0');

/** Selects the values of `session` whose texts contain a text. */
function matches(column: Part['column'], search: string): Sql {
  const { table, value } = TEXTS[column];
  if (column === 'row' && isIndexed(search))
    return {
      sql: 'select rowid from own_text where own_text match ?',
      parameters: [`"${search.replaceAll('"', '""')}"`],
    };
  return { sql: `select distinct ${value} from ${table} where instr(search, ?) > 0`, parameters: [search] };
}

/**
 * Finds the sessions with a text. If they are few, the only part are their rows.
 *
 * @param search in lower case
 * @param few most values of a part
 */
export function searchSessions(database: Database, search: string, few: number): Found {
  const firstValues = ({ sql, parameters }: Sql) => {
    const values = database.rows(`${sql} limit ?`, [...parameters, few + 1]).map(([value]) => value as string | number);
    return values.length > few ? null : values;
  };
  const parts = COLUMNS.map((column) => ({ column, values: firstValues(matches(column, search)) })).filter(
    ({ values }) => values?.length !== 0,
  );
  const sets = parts.map(({ column, values }) => values && among(column, values));
  if (parts.length === 0 || sets.includes(null)) return { search, parts };
  const rows = firstValues({
    sql: sets.map((set) => `select row from session where ${set?.sql}`).join(' union '),
    parameters: sets.flatMap((set) => set?.parameters ?? []),
  });
  return { search, parts: rows ? [{ column: 'row', values: rows }] : parts };
}

/** Maps found sessions to a condition that reads all sessions, or uses an index. */
export function foundCondition({ search, parts }: Found): Sql {
  return anyOf(
    parts.map(({ column, values }) => {
      if (values) return among(column, values);
      const { sql, parameters } = matches(column, search);
      return { sql: `${column} in (${sql})`, parameters };
    }),
  );
}

/** Maps found sessions to a condition that needs no preparation, and more for each session: to read few of them. */
export function foundOneByOne({ search, parts }: Found): Sql {
  return anyOf(
    parts.map(({ column, values }) => {
      if (values) return among(column, values);
      const { table, value } = TEXTS[column];
      const key = column === 'resource' ? 'id = place' : `${value} = session.${column}`;
      return { sql: `instr((select search from ${table} where ${key}), ?) > 0`, parameters: [search] };
    }),
  );
}

function anyOf(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return { sql: 'false', parameters: [] };
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(' or ')})`,
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}
