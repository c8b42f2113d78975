import { join, raw, type Sql } from '../../sql-text.ts';
import type { RecordFilter } from '../records/record-filter.ts';
import type { UsageInterval } from './buckets.ts';

export const USAGE_DIMENSIONS = ['SERVICE', 'ACCOUNT', 'REGION', 'RESOURCE', 'USER'] as const;
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

const COLUMNS: Readonly<Record<UsageDimension, string>> = {
  SERVICE: 'service',
  ACCOUNT: 'account_id',
  REGION: 'region',
  RESOURCE: 'resource',
  USER: 'user_name',
};

export interface UsageQuery {
  readonly filter: RecordFilter;
  readonly interval: UsageInterval;
  /** Dimensions whose values are series of their own, each once; none: one series. */
  readonly by: readonly UsageDimension[];
}

/** Values of the dimensions of a series, in their order; null for sessions without one. */
export type SeriesKey = readonly (string | null)[];

/** Columns of a query's dimensions, for `select`. */
export interface Dimensions {
  readonly names: readonly string[];
  /** The columns, each with a comma behind. */
  readonly columns: Sql;
  /** `partition by` for window functions. @param others further columns */
  partition(...others: readonly string[]): Sql;
  /** `group by`. @param others further columns */
  group(...others: readonly string[]): Sql;
}

export function dimensionsOf(by: readonly UsageDimension[]): Dimensions {
  const names = by.map((dimension) => COLUMNS[dimension]);
  const clause = (keyword: string, columns: readonly string[]) =>
    columns.length === 0 ? raw('') : raw(`${keyword} ${columns.join(', ')}`);
  return {
    names,
    columns: join(
      names.map((name) => raw(`${name}, `)),
      '',
    ),
    partition: (...others) => clause('partition by', [...names, ...others]),
    group: (...others) => clause('group by', [...names, ...others]),
  };
}
