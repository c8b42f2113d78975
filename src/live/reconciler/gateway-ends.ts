import type { PacedPartition } from '../../aws/call-pace.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import type { SessionChange } from '../live-session.ts';
import { bounds, fingerprintOf } from './known-session.ts';
import type { ReconcilerParts } from './parts.ts';
import type { ReconcilerOptions } from './reconciler.ts';

/** Session as AWS lists it after this gateway has terminated it. */
export type TerminatedSession = AnySession;

/** Effects of this gateway's own mutations on the live index, which does not wait for a scan to see them. */
export function gatewayEnds(
  { clock, changes, partitionOf }: Pick<ReconcilerOptions, 'clock' | 'changes' | 'partitionOf'>,
  { table, scheduler, discoveries, counts }: ReconcilerParts,
) {
  function commit(change: SessionChange | null): void {
    if (!change) return;
    counts.changed([change]);
    changes.commit({ changes: [change], sources: [], removedSources: [] });
  }

  function touch(id: string): void {
    const found = table.find(id);
    if (found) scheduler.expedite(found.record.id, 'written');
  }

  /** Ends a session that AWS still lists, such as one that is terminating. */
  function endListed(id: string, listed: TerminatedSession): void {
    const found = table.find(id);
    if (!found || found.known.hasEnded) return;
    const { known } = found;
    const at = bounds(known.lastSeenAt, clock.wall());
    const previousStatus = known.session.view.status;
    known.session = { ...known.session, ...listed, statusSince: at };
    known.fingerprint = fingerprintOf(listed);
    known.hasEnded = true;
    known.knownFrom = clock.now();
    commit({
      kind: 'ENDED',
      session: known.session,
      at,
      previousStatus,
      reason: 'TERMINATED_BY_GATEWAY',
      isListed: true,
    });
  }

  return {
    touch,
    /** @param listed session as AWS lists it afterwards; null where it does not */
    ended(id: string, listed: TerminatedSession | null): void {
      const found = table.find(id);
      if (!found) return;
      touch(id);
      if (listed) endListed(id, listed);
      else commit(table.end(found.record, id, 'TERMINATED_BY_GATEWAY', clock.wall(), clock.now()));
    },
    written(partition: PacedPartition, kinds: readonly string[]): void {
      for (const discovery of discoveries.values()) {
        if (!partitionOf(discovery.state.node).has(partition)) continue;
        if (kinds.every((kind) => kind === 'sessions')) continue;
        if (kinds.includes('associations')) discovery.forced = 'all';
        scheduler.expedite(discovery.state.id, 'written');
      }
    },
  };
}
