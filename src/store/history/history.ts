import type { Deadline } from '../../aws/deadline.ts';
import type { SqlConnection } from '../sql.ts';
import type { CoverageWindow, PlaceCoverage } from './coverage/coverage.ts';
import type { RecordFilter } from './records/record-filter.ts';
import type { RecordPage, RecordQuery } from './records/select-records.ts';
import type { SessionRecord, StatusSpan, Timestamp } from './records/session-record.ts';
import type { Usage, UsageLimits } from './usage/usage.ts';
import type { UsageQuery } from './usage/usage-query.ts';

/**
 * Sessions that were observed, ended ones too. Every method reads the store, and takes no AWS call.
 *
 * @throws GatewayError UPSTREAM_UNAVAILABLE when the store cannot be read
 */
export interface History {
  /** Longest window of a query, in milliseconds: `GATEWAY_USAGE_DAYS`. */
  readonly maxWindowMs: number;
  /** Returns the current time, to which lasting sessions are counted. */
  now(): Timestamp;
  /**
   * Resolves once what AWS lists as ended has been imported for the first time, and what was seen is stored, at the latest when the
   * reader's time nears its end. Never rejects.
   */
  recorded(reader: Deadline): Promise<void>;
  /** Erases a user from records, live sessions and the change log; sums stay. @param userName normalised: see `toUserName` */
  erase(userName: string, reader: Deadline): Promise<Erased>;
  page(query: RecordQuery): Promise<RecordPage>;
  /** Counts the records that match. */
  count(filter: RecordFilter): Promise<number>;
  /** Returns records by the Node ids of their sessions; one that does not exist is left out. */
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, SessionRecord>>;
  /** Returns the spans of records by id; a record without spans is left out. */
  spans(ids: readonly string[]): Promise<ReadonlyMap<string, readonly StatusSpan[]>>;
  /** Sums up the use of a window; the number of series where they are too many. */
  usage(query: UsageQuery, limits: UsageLimits): Promise<Usage | { readonly tooManySeries: number }>;
  /** Reads how much of a window was observed, in each place that was observed at all. */
  coverage(window: Pick<CoverageWindow, 'from' | 'to'>): Promise<readonly PlaceCoverage[]>;
}

/** Result of erasing a user. */
export interface Erased {
  /** Number of records that had the name. */
  readonly records: number;
  /** Number of sessions that have not ended: AWS lists them, so that they are recorded anew. */
  readonly running: number;
}

/** Statements of history. */
export type HistoryReads = Omit<History, 'now' | 'maxWindowMs' | 'recorded' | 'erase'>;

export interface HistoryOptions {
  /** See `History.recorded`. */
  readonly recorded: History['recorded'];
  /** See `History.erase`. */
  readonly erase: History['erase'];
  readonly connection: SqlConnection;
  readonly now: () => Timestamp;
  /** `GATEWAY_USAGE_DAYS` in milliseconds. */
  readonly maxWindowMs: number;
  /** `GATEWAY_LIVE_MAX_AGE_S` in milliseconds. */
  readonly maxAgeMs: number;
}
