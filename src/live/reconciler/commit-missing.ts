import type { SessionEndReason, Timestamp } from '../live-session.ts';
import { findEnded } from './find-ended.ts';
import { isOver, type KnownSession } from './known-session.ts';
import { type CompleteScan, recordMissing } from './missing-sessions.ts';
import type { ScanContext } from './scan-source.ts';
import type { SourceRecord } from './source-record.ts';

/** Session that complete scans lack. */
interface Absence {
  readonly id: string;
  readonly known: KnownSession;
  /** End that the scans prove; null where they do not yet. */
  readonly end: { readonly reason: SessionEndReason; readonly before: Timestamp } | null;
}

/**
 * Records what complete scans did not have, and commits what has ended: sessions that AWS lists as ended, at the time that AWS
 * names, and those that the scans prove to be gone.
 *
 * @returns the number of changes
 */
export async function commitMissing(
  record: SourceRecord,
  complete: readonly CompleteScan[],
  scan: number,
  context: ScanContext,
): Promise<number> {
  if (complete.length === 0) return 0;
  const { clock, table } = context;
  const absences = absencesOf(record, complete, scan, context);
  const wanted = new Set(absences.filter(({ known }) => !known.hasEnded).map(({ id }) => id));
  const reported = await findEnded(record, wanted, context);
  const changes = absences
    .map(({ id, known, end }) => {
      const seen = reported.get(id);
      if (seen && !isOver(seen) && isRecent(known, clock.wall())) return null;
      if (seen && isOver(seen))
        return table.endReported(record, id, seen, { answeredAt: clock.wall(), now: clock.now() });
      return end && table.end(record, id, end.reason, end.before, clock.now());
    })
    .filter((change) => change !== null);
  context.commit(record, changes);
  return changes.length;
}

/** Time for which a session that AWS lists as terminating is waited for: AWS names its end once it is over. Milliseconds. */
const TERMINATING_MS = 60_000;

function isRecent({ missing }: KnownSession, now: Timestamp): boolean {
  return missing !== null && now - missing.since < TERMINATING_MS;
}

function absencesOf(
  record: SourceRecord,
  complete: readonly CompleteScan[],
  scan: number,
  context: ScanContext,
): readonly Absence[] {
  const byList = new Map(complete.map((done) => [done.list, done]));
  const hasAll = complete.length === record.lists.size;
  const hasMoved = complete.some((done) => done.hasMoved);
  const absences: Absence[] = [];
  for (const [id, known] of record.sessions) {
    const isBound = record.lists.size === 1 || context.isBoundTo(known.session, known.list);
    const done = byList.get(known.list) ?? (record.lists.has(known.list) ? undefined : complete[0]);
    if (known.scan === scan || !done) continue;
    const evidence = isBound ? done : { ...done, hasMoved };
    if (evidence.hasMoved) context.guarded('list_moved');
    // One that may be in any list of its source ends once none of them has it.
    absences.push({ id, known, end: endOf(known, evidence, isBound || hasAll) });
  }
  return absences;
}

/** Records an absence, and returns the end that it proves. @param isConclusive true if the session cannot be in another list */
function endOf(known: KnownSession, evidence: CompleteScan, isConclusive: boolean): Absence['end'] {
  const isProven = recordMissing(known, evidence) && isConclusive;
  if (!isProven) return null;
  const reason = evidence.isOfDeletedResource ? 'RESOURCE_DELETED' : 'DISAPPEARED';
  return { reason, before: known.missing?.before ?? evidence.endedAt };
}
