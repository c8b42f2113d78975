import type { SessionChange } from '../live-session.ts';
import type { ReconcilerParts } from './parts.ts';
import type { ReconcilerOptions } from './reconciler.ts';
import type { SourceRecord } from './source-record.ts';

/** Time after its expiration at which a session that cannot be read counts as ended. Milliseconds. */
const GRACE_MS = 60 * 60_000;

/** Ends sessions that expired an hour ago in sources that cannot be read: AWS ends a session at its expiration time. */
export function commitExpired(
  { clock, changes }: Pick<ReconcilerOptions, 'clock' | 'changes'>,
  { records, table, counts }: Pick<ReconcilerParts, 'records' | 'table' | 'counts'>,
): void {
  for (const record of records.values()) {
    if (record.error === null) continue;
    const ends = expired(record, clock.wall()).map(({ id, expiresAt }) =>
      table.end(record, id, 'EXPIRED', expiresAt, clock.now()),
    );
    const committed: SessionChange[] = ends.filter((change) => change !== null);
    if (committed.length === 0) continue;
    counts.changed(committed);
    changes.commit({ changes: committed, sources: [], removedSources: [] });
  }
}

function expired({ sessions }: SourceRecord, now: number): { readonly id: string; readonly expiresAt: number }[] {
  const found = [];
  for (const [id, { session, lastSeenAt, hasEnded }] of sessions) {
    const expiresAt = session.view.expiresAt?.getTime();
    if (expiresAt === undefined || hasEnded || expiresAt + GRACE_MS > now) continue;
    // AWS listed it after its expiration: the time is none that AWS keeps.
    if (lastSeenAt > expiresAt) continue;
    found.push({ id, expiresAt });
  }
  return found;
}
