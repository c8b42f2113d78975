import { GatewayError } from '../../../errors/gateway-error.ts';
import type { SqlConnection, SqlRow } from '../../sql.ts';
import { isImpossible } from '../records/record-filter.ts';
import type { Timestamp } from '../records/session-record.ts';
import { type Buckets, bucketsOf } from './buckets.ts';
import { selectSums, summedUntil } from './hour-sums.ts';
import { type UsageSelection, usageSelection } from './select-usage.ts';
import { dimensionsOf, type SeriesKey, type UsageQuery } from './usage-query.ts';

/** Values of a series, one for each bucket. */
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
  /** Null where it is not known, as sums of old hours have no names. */
  readonly buckets: readonly (number | null)[];
  /** In the whole window: a user of several buckets counts once. Null as above. */
  readonly total: number | null;
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
  if (isImpossible(filter)) return usageOf({ query, buckets, sums: [], rows: [], selection: emptySelection });
  const until = await summedUntil(connection);
  if (filter.from < until && isOfUsers(query)) throw withoutUsers(until);
  const old = { ...filter, to: Math.min(filter.to, until) };
  const sums = old.from < old.to ? await selectSums(connection, { ...query, filter: old }, buckets) : [];
  const recent = { ...query, filter: { ...filter, from: Math.max(filter.from, until) } };
  const isRecent = recent.filter.from < filter.to;
  const selection = isRecent ? await usageSelection(connection, recent, buckets, now) : emptySelection;
  const most = Math.floor(maxPoints / buckets.begins.length);
  const series = by.length === 0 ? 0 : (await selection.countSeries(most + 1)) + countSeries(sums, query);
  if (series > most) return { tooManySeries: series };
  return usageOf({ query, buckets, sums, rows: await selection.levels('sessions'), selection });
}

const emptySelection: UsageSelection = {
  countSeries: async () => 0,
  levels: async () => [],
  users: async () => [],
};

function isOfUsers({ filter: { userName, userNamePrefix, onlyUser }, by }: UsageQuery): boolean {
  return by.includes('USER') || [userName, userNamePrefix, onlyUser].some((name) => name !== undefined);
}

function withoutUsers(until: Timestamp): GatewayError {
  const message = `Use of single users is stored from ${new Date(until).toISOString()} (GATEWAY_HISTORY_DAYS).`;
  return new GatewayError('BAD_USER_INPUT', message);
}

function countSeries(rows: readonly SqlRow[], { by }: UsageQuery): number {
  return keyedRows(dimensionsOf(by).names)(rows).size;
}

/** Parts of a usage. */
interface UsageParts {
  readonly query: UsageQuery;
  readonly buckets: Buckets;
  /** Sums of hours whose records are deleted. */
  readonly sums: readonly SqlRow[];
  /** Levels of the sessions of records. */
  readonly rows: readonly SqlRow[];
  readonly selection: UsageSelection;
}

function usageOf({ query: { by }, buckets, sums, rows, selection }: UsageParts): Usage {
  const keyed = keyedRows(dimensionsOf(by).names);
  const [old, sessions] = [keyed(sums), keyed(rows)];
  const connected = once(async () => keyed(await selection.levels('connected')));
  const users = once(async () => keyed(await selection.users()));
  const keys = by.length === 0 ? [[]] : [...new Map([...old, ...sessions]).values()].map(({ key }) => key);
  const rowsOf = (found: KeyedRows, key: SeriesKey) => found.get(JSON.stringify(key))?.rows ?? [];
  const series = keys.map((key): UsageSeries => {
    const before = rowsOf(old, key);
    return {
      key,
      sessions: withSums(levelsOf(rowsOf(sessions, key), buckets), before, SESSION_SUMS),
      connected: once(async () => withSums(levelsOf(rowsOf(await connected(), key), buckets), before, CONNECTED_SUMS)),
      users: once(async () => {
        const changes = rowsOf(await users(), key);
        return {
          buckets: withUsers(runningSums(changes, buckets), before),
          total: before.length > 0 ? null : changes.reduce((sum, { first }) => sum + (first as number), 0),
        };
      }),
    };
  });
  return { buckets, series: series.sort(mostUsedFirst) };
}

const SESSION_SUMS = { milliseconds: 'session_ms', peaks: 'peak_concurrent', started: 'started' } as const;
const CONNECTED_SUMS = { milliseconds: 'connected_ms', peaks: 'peak_connected', started: null } as const;

/** Adds the sums of hours whose records are deleted; of peaks, the greater one holds. */
function withSums(
  levels: Levels,
  sums: readonly SqlRow[],
  names: { readonly milliseconds: string; readonly peaks: string; readonly started: string | null },
): Levels {
  const [peaks, milliseconds, started] = [[...levels.peaks], [...levels.milliseconds], [...levels.started]];
  for (const row of sums) {
    const bucket = row.bucket as number;
    peaks[bucket] = Math.max(peaks[bucket] as number, row[names.peaks] as number);
    milliseconds[bucket] = (milliseconds[bucket] as number) + (row[names.milliseconds] as number);
    if (names.started !== null) started[bucket] = (started[bucket] as number) + (row[names.started] as number);
  }
  return { peaks, milliseconds, started };
}

/** Users of two hours may be the same: their number is known where a bucket is one hour of one resource. */
function withUsers(users: readonly number[], sums: readonly SqlRow[]): readonly (number | null)[] {
  const all: (number | null)[] = [...users];
  for (const { bucket, users: distinct } of sums) {
    const at = bucket as number;
    all[at] = all[at] === 0 ? (distinct as number | null) : null;
  }
  return all;
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
