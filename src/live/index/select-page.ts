import { type Sql, toClause } from './condition.ts';
import type { Database } from './database.ts';
import { type LiveKey, type LiveOrder, type LiveOrderField, SORT_COLUMNS } from './live-order.ts';
import type { Where } from './where.ts';

/** Page of rows of the table of sessions. */
export interface RowPage {
  readonly rows: readonly number[];
  /** True if rows follow behind the page. */
  readonly hasMore: boolean;
}

export interface PageQuery {
  readonly order: readonly LiveOrder[];
  readonly limit: number;
  /** True: in the reversed order. */
  readonly isBackward: boolean;
  /** Key behind which the page starts; null: at the start. */
  readonly from: LiveKey | null;
  /** True if so few sessions match that all are found and sorted. */
  readonly isFew: boolean;
}

/** Fields with so few values that their index does not help to sort by further fields. */
const FEW_VALUES: ReadonlySet<LiveOrderField> = new Set(['STATUS', 'REGION']);

/** Times follow each other: the sessions of a range of one of them may all be at the end of the order of another. */
const TIMES: ReadonlySet<LiveOrderField> = new Set(['STARTED_AT', 'STATUS_SINCE', 'EXPIRES_AT']);

interface Term {
  readonly column: string;
  readonly isDescending: boolean;
}

/** Selects a page of rows. Sessions with equal values are sorted by the digests of their ids, in the direction of the last field. */
export function selectPage(database: Database, where: Where, query: PageQuery): RowPage {
  const { limit, from } = query;
  const walked = walkedIndex(where, query);
  const terms = termsOf(query, walked !== null);
  const behind = from ? [keyset(terms, from)] : [];
  const order = terms.map(({ column, isDescending }) => `${column} ${isDescending ? 'desc' : 'asc'}`).join(', ');
  const index = walked ?? where.index ?? (query.isFew ? '' : 'not indexed');
  const { sql, parameters } = toClause([...(walked ? where.oneByOne : where.conditions), ...behind]);
  const rows = database.rows(`select row from session ${index} ${sql} order by ${order} limit ?`, [
    ...parameters,
    limit + 1,
  ]);
  return { rows: rows.slice(0, limit).map(([row]) => row as number), hasMore: rows.length > limit };
}

/** Returns the index in whose order sessions are read; null where all that match are sorted. */
function walkedIndex({ times }: Where, { order, isFew }: PageQuery): string | null {
  const [first] = order;
  if (!first || isFew || (order.length > 1 && FEW_VALUES.has(first.field))) return null;
  if (TIMES.has(first.field) && times.some((field) => field !== first.field)) return null;
  return `indexed by session_${SORT_COLUMNS[first.field].column}`;
}

/** Returns the columns of an order. A sign in front of a column keeps SQLite from using its index. */
function termsOf({ order, isBackward }: PageQuery, isWalked: boolean): Term[] {
  const sign = isWalked ? '' : '+';
  const terms = order.map(({ field, direction }) => ({
    column: `${sign}${SORT_COLUMNS[field].column}`,
    isDescending: (direction === 'DESC') !== isBackward,
  }));
  return [...terms, { column: `${sign}tie`, isDescending: terms.at(-1)?.isDescending ?? false }];
}

/** Compares sessions with a key: `(a, b) > (?, ?)`, or `a >= ? and (a > ? or (b < ?))` where directions differ. */
function keyset(terms: readonly Term[], key: LiveKey): Sql {
  const [first] = terms;
  if (terms.every(({ isDescending }) => isDescending === first?.isDescending))
    return {
      sql: `(${terms.map(({ column }) => column).join(', ')}) ${first?.isDescending ? '<' : '>'} (${terms.map(() => '?').join(', ')})`,
      parameters: terms.map((_, at) => key[at] ?? ''),
    };
  const beyond = terms.reduceRight<Sql>(
    (rest, { column, isDescending }, at) => {
      const value = key[at] ?? '';
      const comparison = isDescending ? '<' : '>';
      return {
        sql: `(${column} ${comparison}= ? and (${column} ${comparison} ? or ${rest.sql}))`,
        parameters: [value, value, ...rest.parameters],
      };
    },
    { sql: 'false', parameters: [] },
  );
  return beyond;
}
