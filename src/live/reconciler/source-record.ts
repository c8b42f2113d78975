import type { GatewayError } from '../../errors/gateway-error.ts';
import { type Path, pathKey } from '../../paging/composite/path.ts';
import type { SourceMetadata } from '../../sessions/provider.ts';
import type { SessionSourceNode } from '../../sessions/sources.ts';
import type { LiveSourceState, LiveSourceStatus, Timestamp } from '../live-session.ts';
import type { KnownSession } from './known-session.ts';

/** One of the lists of a source: AppStream has one for each authentication type. */
export interface ListRecord {
  /** Complete scans in a row without a session. */
  emptyScans: number;
  /** Turns of the source since the list was read. */
  skipped: number;
  /** Start of the last complete scan; null before the first. */
  scannedAt: Timestamp | null;
  /** The same by the monotonic clock. */
  scannedTick: number;
}

/** State of a scanned source: a node of the source tree, with what was last seen in it. */
export interface SourceRecord {
  readonly id: string;
  readonly path: Path;
  /** Tasks of one partition share the budget of calls. */
  readonly partition: string;
  /** Latest node: discovery replaces it, as its lists belong to the request that found them. */
  node: SessionSourceNode;
  metadata: SourceMetadata;
  readonly sessions: Map<string, KnownSession>;
  readonly lists: Map<string, ListRecord>;
  /** Error of the last scan. */
  error: GatewayError | null;
  /** AWS calls of the last complete scan. */
  callsPerScan: number | null;
  /** Monotonic time of the end of the last scan, complete or not; -Infinity before the first. */
  attemptedTick: number;
  intervalMs: number;
  /** Lists to read in the next scan because sessions are missing; null: those whose turn it is. */
  confirm: ReadonlySet<string> | null;
  /** True if the next scan also reads lists that rest. */
  readsAll: boolean;
  /** Complete discoveries in a row that did not have the source. */
  unlisted: number;
  /** State as last committed, to commit only what differs. */
  committed: LiveSourceState | null;
  /** Last complete scan by an earlier process; null if there was none. */
  restored: { readonly at: Timestamp; readonly tick: number } | null;
}

export function sourceRecord(
  path: Path,
  partition: string,
  { node, metadata }: { readonly node: SessionSourceNode; readonly metadata: SourceMetadata },
  intervalMs: number,
): SourceRecord {
  return {
    id: sourceIdOf(path),
    path,
    partition,
    node,
    metadata,
    sessions: new Map(),
    lists: new Map(),
    error: null,
    callsPerScan: null,
    attemptedTick: -Infinity,
    intervalMs,
    confirm: null,
    readsAll: false,
    unlisted: 0,
    committed: null,
    restored: null,
  };
}

/** Returns the id of the source at a path: the same in every process. */
export function sourceIdOf(path: Path): string {
  return pathKey(path);
}

/** Empty scans in a row after which a list of several rests: it is read every tenth turn. */
const EMPTY_SCANS = 5;
const TURNS_OF_REST = 10;
/** Longest time between two scans of a list. Milliseconds. */
export const MAX_REST_MS = 10 * 60_000;

function isResting({ lists }: SourceRecord, { emptyScans }: ListRecord): boolean {
  return lists.size > 1 && emptyScans >= EMPTY_SCANS;
}

/** Returns true if a list is not read in this turn of its source. */
export function skipsTurn(record: SourceRecord, list: ListRecord, now: number): boolean {
  if (record.readsAll || !isResting(record, list)) return false;
  return list.skipped + 1 < TURNS_OF_REST && now - list.scannedTick < MAX_REST_MS;
}

/** Age and time of the oldest list that counts: those that rest only if all do. Null before each was read once. */
function oldestScan(record: SourceRecord): { readonly at: Timestamp; readonly tick: number } | null {
  const all = [...record.lists.values()];
  const active = all.filter((list) => !isResting(record, list));
  const counted = active.length > 0 ? active : all;
  if (counted.length === 0) return record.restored;
  const oldest = counted.reduce((one, other) => (one.scannedTick <= other.scannedTick ? one : other));
  return oldest.scannedAt === null ? record.restored : { at: oldest.scannedAt, tick: oldest.scannedTick };
}

export interface StateOptions {
  readonly now: number;
  readonly wall: Timestamp;
  readonly maxAgeMs: number;
  readonly dueInMs: number | null;
}

/** Returns the state of a source, as clients see it. */
export function stateOf(record: SourceRecord, { now, wall, maxAgeMs, dueInMs }: StateOptions): LiveSourceState {
  const { id, metadata, error, callsPerScan } = record;
  const scanned = oldestScan(record);
  const restMs = restOf(record);
  return {
    ...metadata,
    id,
    status: statusOf(record, scanned && now - scanned.tick, maxAgeMs + restMs),
    ...(restMs > 0 && { restMs }),
    asOf: scanned?.at ?? null,
    nextReadAt: dueInMs === null ? null : wall + dueInMs,
    callsPerScan,
    error: error && { code: error.code, message: error.message },
  };
}

/** @param age of the last complete scan in milliseconds; null before the first */
function statusOf(record: SourceRecord, age: number | null, maxAgeMs: number): LiveSourceStatus {
  if (record.error) return 'FAILED';
  if (age === null) return 'SYNCING';
  return age <= maxAgeMs ? 'UP_TO_DATE' : 'STALE';
}

/** Returns the time for which all lists of a source rest. Without a list it is known from an earlier process only, and nothing says that it rests. */
function restOf(record: SourceRecord): number {
  const lists = [...record.lists.values()];
  return lists.length > 0 && lists.every((list) => isResting(record, list)) ? MAX_REST_MS : 0;
}

/** Returns the age of a source in milliseconds; null before its first complete scan. */
export function ageOf(record: SourceRecord, now: number): number | null {
  const scanned = oldestScan(record);
  return scanned && now - scanned.tick;
}
