import type { SqlConnection, SqlRow } from '../../sql.ts';
import { isImpossible } from '../records/record-filter.ts';
import type { Timestamp } from '../records/session-record.ts';
import { type Buckets, bucketsOf } from './buckets.ts';
import { type UsageSelection, usageSelection } from './select-usage.ts';
import { dimensionsOf, type SeriesKey, type UsageQuery } from './usage-query.ts';

/** What was there in each bucket of a series. */
export interface Levels {
  /** Most at the same time. */
  readonly peaks: readonly number[];
  /** Sum of the times, in milliseconds. */
  readonly milliseconds: readonly number[];
  /** Number of those that began in the bucket. */
  readonly started: readonly number[];
}

/** Numbers of distinct users of a series. */
export interface DistinctUsers {
  readonly buckets: readonly number[];
  /** In the whole window: a user of several buckets counts once. */
  readonly total: number;
}

export interface UsageSeries {
  readonly key: SeriesKey;
  readonly sessions: Levels;
  /** Times in which the users of the sessions were connected. Read when it is first asked for, for all series together. */
  connected(): Promise<Levels>;
  /** Read when it is first asked for, for all series together. */
  users(): Promise<DistinctUsers>;
}

export interface Usage {
  readonly buckets: Buckets;
  /** Most used first; one of all sessions without dimensions, none for values without a session. */
  readonly series: readonly UsageSeries[];
}

export interface UsageLimits {
  /** Most points: series times buckets. */
  readonly maxPoints: number;
}

/**
 * Sums up the use of a window. Peaks are exact, also between the edges of buckets.
 *
 * @param now current time, to which lasting sessions are counted
 * @returns the number of series if they are more than `maxPoints` allows, before they are summed up
 */
export async function readUsage(
  connection: SqlConnection,
  query: UsageQuery,
  now: Timestamp,
  { maxPoints }: UsageLimits,
): Promise<Usage | { readonly tooManySeries: number }> {
  const { filter, interval, by } = query;
  const buckets = bucketsOf(filter.from, filter.to, interval);
  if (isImpossible(filter)) return usageOf(query, buckets, [], emptySelection);
  const selection = await usageSelection(connection, query, buckets, now);
  const most = Math.floor(maxPoints / buckets.begins.length);
  const series = await selection.countSeries(most + 1);
  if (series > most && by.length > 0) return { tooManySeries: series };
  return usageOf(query, buckets, await selection.levels('sessions'), selection);
}

const emptySelection: Pick<UsageSelection, 'levels' | 'users' | 'totalUsers'> = {
  levels: async () => [],
  users: async () => [],
  totalUsers: async () => [],
};

function usageOf(
  { by }: UsageQuery,
  buckets: Buckets,
  rows: readonly SqlRow[],
  selection: Pick<UsageSelection, 'levels' | 'users' | 'totalUsers'>,
): Usage {
  const { names } = dimensionsOf(by);
  const keyed = keyedRows(names);
  const sessions = keyed(rows);
  const connected = once(async () => keyed(await selection.levels('connected')));
  const users = once(async () => keyed(await selection.users()));
  const totals = once(async () => keyed(await selection.totalUsers()));
  const keys = by.length === 0 ? [[]] : [...sessions.values()].map(({ key }) => key);
  const rowsOf = (found: KeyedRows, key: SeriesKey) => found.get(JSON.stringify(key))?.rows ?? [];
  const series = keys.map(
    (key): UsageSeries => ({
      key,
      sessions: levelsOf(rowsOf(sessions, key), buckets),
      connected: once(async () => levelsOf(rowsOf(await connected(), key), buckets)),
      users: once(async () => ({
        buckets: runningSums(rowsOf(await users(), key), buckets),
        total: (rowsOf(await totals(), key)[0]?.users as number | undefined) ?? 0,
      })),
    }),
  );
  return { buckets, series: series.sort(mostUsedFirst) };
}

type KeyedRows = ReadonlyMap<string, { readonly key: SeriesKey; readonly rows: readonly SqlRow[] }>;

function keyedRows(names: readonly string[]): (rows: readonly SqlRow[]) => KeyedRows {
  const keyOf = (row: SqlRow) => names.map((name) => row[name] as string | null);
  return (rows) =>
    new Map(
      [...Map.groupBy(rows, (row) => JSON.stringify(keyOf(row)))].map(([text, group]) => [
        text,
        { key: keyOf(group[0] as SqlRow), rows: group },
      ]),
    );
}

/** Sums the changes of the buckets up, from the first to the last. */
function levelsOf(rows: readonly SqlRow[], { edges, begins }: Buckets): Levels {
  const byBucket = new Map(rows.map((row) => [row.bucket as number, row]));
  const levels = { peaks: [] as number[], milliseconds: [] as number[], started: [] as number[] };
  let level = 0;
  for (const [bucket, begin] of begins.entries()) {
    const [edge, next] = [edges[bucket] as number, edges[bucket + 1] as number];
    const { change = 0, moment = 0, peak = 0, started = 0 } = (byBucket.get(bucket) ?? {}) as Record<string, number>;
    levels.peaks.push(Math.max(level, peak));
    // Each change lasts from its moment to the end of the bucket.
    levels.milliseconds.push(level * (next - edge) + change * (next - begin) - moment);
    levels.started.push(started);
    level += change;
  }
  return levels;
}

function runningSums(rows: readonly SqlRow[], { begins }: Buckets): readonly number[] {
  const changes = new Map(rows.map(({ bucket, change }) => [bucket as number, change as number]));
  let sum = 0;
  return begins.map((_, bucket) => {
    sum += changes.get(bucket) ?? 0;
    return sum;
  });
}

function mostUsedFirst(one: UsageSeries, other: UsageSeries): number {
  const order = total(other) - total(one);
  if (order !== 0) return order;
  return JSON.stringify(one.key) < JSON.stringify(other.key) ? -1 : 1;
}

const total = ({ sessions }: UsageSeries): number => sessions.milliseconds.reduce((sum, each) => sum + each, 0);

function once<Result>(read: () => Promise<Result>): () => Promise<Result> {
  let known: Promise<Result> | undefined;
  return () => {
    known ??= read();
    return known;
  };
}
