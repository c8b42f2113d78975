import type { SessionChange } from '../live-session.ts';
import type { ScanTask } from '../scheduler/scheduler.ts';
import { countCalls } from './call-meter.ts';
import type { ReconcilerParts } from './parts.ts';
import type { ReconcilerOptions } from './reconciler.ts';
import { nextInterval } from './scan-interval.ts';
import { type SourceScan, scanSource } from './scan-source.ts';
import type { SourceRecord } from './source-record.ts';

/** Creates the task that scans a source. */
export function scanTask(record: SourceRecord, options: ReconcilerOptions, parts: ReconcilerParts): ScanTask {
  return { partition: record.partition, run: () => run(record, options, parts) };
}

/** Scans once. @returns milliseconds until the next time */
async function run(record: SourceRecord, options: ReconcilerOptions, parts: ReconcilerParts): Promise<number> {
  const { clock, maxAgeMs } = options;
  const isConfirming = record.confirm !== null;
  const isStopped = () => parts.scan.isStopped() || parts.records.get(record.id) !== record;
  const { result, calls } = await countCalls(() => scanSource(record, { ...parts.scan, isStopped }));
  const { isComplete, error, changes, missing } = result;
  record.error = error ?? (isComplete ? null : record.error);
  record.attemptedTick = clock.now();
  record.confirm = null;
  parts.counts.scanned(isComplete ? 'complete' : error ? 'failed' : 'stopped');
  if (isComplete && !isConfirming) {
    record.callsPerScan = calls;
    record.readsAll = false;
  }
  record.intervalMs = nextInterval(record.intervalMs, changes > 0, maxAgeMs);
  if (parts.records.get(record.id) !== record) return record.intervalMs;
  if (removeIfGone(record, result, options, parts)) return record.intervalMs;
  if (missing.size > 0) record.intervalMs = nextInterval(0, true, maxAgeMs);
  // Once: what the second scan lacks anew waits for the next turn, or a busy list would be read without a pause.
  if (missing.size > 0 && !isConfirming && !error) {
    record.confirm = missing;
    parts.scheduler.expedite(record.id, 'missing');
  }
  parts.states.commit(record, record.intervalMs);
  parts.settled();
  return record.intervalMs;
}

/** Discoveries in a row that a source must be missing from. */
const UNLISTED = 2;

/**
 * Removes a source that two complete discoveries did not have, once nothing of it is left: its lists were read to their end and
 * are empty, or AWS rejects to list them.
 */
function removeIfGone(
  record: SourceRecord,
  { isComplete, error }: SourceScan,
  { clock, changes }: ReconcilerOptions,
  { records, scheduler, table, states, counts, settled }: ReconcilerParts,
): boolean {
  if (record.unlisted < UNLISTED) return false;
  const isRejected = error !== null && error.extensions.retryable === false;
  if (!isRejected && !(isComplete && record.sessions.size === 0)) return false;
  const [before, now] = [clock.wall(), clock.now()];
  const ends: SessionChange[] = [...record.sessions.keys()]
    .map((id) => table.end(record, id, 'RESOURCE_DELETED', before, now))
    .filter((change) => change !== null);
  counts.changed(ends);
  records.delete(record.id);
  scheduler.remove(record.id);
  states.remove(record, ends, changes);
  settled();
  return true;
}
