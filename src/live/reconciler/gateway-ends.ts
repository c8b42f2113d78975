import type { PacedPartition } from '../../aws/call-pace.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import type { SessionChange } from '../live-session.ts';
import { bounds, fingerprintOf } from './known-session.ts';
import type { ReconcilerParts } from './parts.ts';
import type { ReconcilerOptions } from './reconciler.ts';

/** Session as AWS lists it after this gateway has terminated it. */
export type TerminatedSession = AnySession;

/** Sessions of which nothing is known any more. */
export interface ForgottenSessions {
  /** Lets those that AWS still lists be seen again, as new ones, by a scan that is soon due. */
  release(): void;
}

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
    /** Drops all that is known of sessions, and ignores them until they are released. */
    forget(ids: readonly string[]): ForgottenSessions {
      const sources = new Set(ids.map((id) => table.find(id)?.record.id).filter((id) => id !== undefined));
      const known = ids.map((id) => table.forget(id)).filter((each) => each !== null);
      const unlisted = known.map(({ session }) => ({ kind: 'UNLISTED', session }) as const);
      if (unlisted.length > 0) changes.commit({ changes: unlisted, sources: [], removedSources: [] });
      return {
        release() {
          for (const id of ids) table.release(id);
          for (const id of sources) scheduler.expedite(id, 'written');
        },
      };
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
