import { join, raw, type Sql, sql } from '../../sql-text.ts';
import { USER } from './record-filter.ts';
import type { SessionRecord } from './session-record.ts';

export const RECORD_ORDER_FIELDS = ['STARTED_AT', 'ENDED_AT', 'USER_NAME'] as const;
export type RecordOrderField = (typeof RECORD_ORDER_FIELDS)[number];

export interface RecordOrder {
  readonly field: RecordOrderField;
  readonly direction: 'ASC' | 'DESC';
}

/** Newest first. */
export const DEFAULT_RECORD_ORDER: readonly RecordOrder[] = [{ field: 'STARTED_AT', direction: 'DESC' }];

/** Stands for the end of a session that has not ended: before every other. */
const NO_END = 0;

/** Sorts ended sessions by their latest possible end. An index has this expression. */
export const ENDED = raw(`coalesce(ended_before, ${NO_END})`);

type SortValue = string | number;

/** Place of a record in an order: its sort values, and its id, which sorts records with equal values. */
export type RecordKey = readonly SortValue[];

/** Value by which records are sorted, as SQL and of a record. Texts are compared by their code points. */
const SORTS: Readonly<Record<RecordOrderField, { readonly term: Sql; valueOf(record: SessionRecord): SortValue }>> = {
  STARTED_AT: { term: raw('started_before'), valueOf: ({ started }) => started.before },
  ENDED_AT: { term: ENDED, valueOf: ({ ended }) => ended?.before ?? NO_END },
  USER_NAME: { term: USER, valueOf: ({ userName }) => userName ?? '' },
};

/** Returns the place of a record in an order. */
export function recordKeyOf(record: SessionRecord, order: readonly RecordOrder[]): RecordKey {
  return [...order.map(({ field }) => SORTS[field].valueOf(record)), record.id];
}

export interface Term {
  readonly term: Sql;
  readonly isDescending: boolean;
}

/** Returns what an order compares. Records with equal values are sorted by id, in the direction of the last field. */
export function termsOf(order: readonly RecordOrder[], isBackward: boolean): readonly Term[] {
  const terms = order.map(({ field, direction }) => ({
    term: SORTS[field].term,
    isDescending: (direction === 'DESC') !== isBackward,
  }));
  return [...terms, { term: raw('id'), isDescending: terms.at(-1)?.isDescending ?? false }];
}

/** Compares records with a key: `(a, b) > (…)`, or `a >= … and (a > … or b < …)` where directions differ. */
export function behind(terms: readonly Term[], key: RecordKey): Sql {
  const [first] = terms;
  if (first && terms.every(({ isDescending }) => isDescending === first.isDescending)) {
    const columns = terms.map(({ term }) => term);
    const values = terms.map((_, at) => sql`${valueAt(key, at)}`);
    return sql`(${join(columns, ', ')}) ${raw(first.isDescending ? '<' : '>')} (${join(values, ', ')})`;
  }
  return terms.reduceRight<Sql>((rest, { term, isDescending }, at) => {
    const comparison = raw(isDescending ? '<' : '>');
    const value = valueAt(key, at);
    return sql`(${term} ${comparison}= ${value} and (${term} ${comparison} ${value} or ${rest}))`;
  }, raw('false'));
}

const valueAt = (key: RecordKey, at: number): SortValue => key[at] as SortValue;
