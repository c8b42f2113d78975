import type { AnySession } from '../../sessions/any-session.ts';
import type { SessionChange, SessionEndReason, Timestamp } from '../live-session.ts';
import { bounds, exactly, type KnownSession } from './known-session.ts';

/** Scan of one list that went from the first page to the last without an error. */
export interface CompleteScan {
  readonly list: string;
  readonly scan: number;
  readonly startedAt: Timestamp;
  readonly endedAt: Timestamp;
  /**
   * True if AWS repeated sessions out of place: the list moved while it was read, and where an item is repeated another one
   * may have been missed.
   */
  readonly hasMoved: boolean;
  /** True if AWS says that the resource of the list does not exist. */
  readonly isOfDeletedResource: boolean;
}

/** Evidence that ends a session: two complete scans in a row, of which neither moved, or six that all moved. */
const ENOUGH = 6;
const OF_STEADY_SCAN = 3;
const OF_MOVED_SCAN = 1;

/** Records that a complete scan of its list did not have a session. @returns true if that is evidence enough of its end */
export function recordMissing(known: KnownSession, { startedAt, endedAt, hasMoved }: CompleteScan): boolean {
  known.missing ??= { since: startedAt, before: endedAt, evidence: 0 };
  known.missing.evidence += hasMoved ? OF_MOVED_SCAN : OF_STEADY_SCAN;
  return known.missing.evidence >= ENOUGH;
}

/** Creates the end of a session that AWS no longer lists: between its last sighting and the end of the first scan without it. */
export function endOf(known: KnownSession, reason: SessionEndReason, before: Timestamp): SessionChange {
  const { session, lastSeenAt, hasEnded } = known;
  if (hasEnded) return { kind: 'UNLISTED', session };
  return {
    kind: 'ENDED',
    session,
    at: { after: Math.min(lastSeenAt, before), before },
    previousStatus: session.view.status,
    reason,
    isListed: false,
  };
}

/** Creates the end of a session that AWS lists as ended, and no longer as active: at the time that AWS names, if it does. */
export function reportedEndOf(known: KnownSession, seen: AnySession, answeredAt: Timestamp): SessionChange {
  const { session, lastSeenAt, hasEnded, missing } = known;
  if (hasEnded) return { kind: 'UNLISTED', session };
  const endedAt = seen.view.endedAt?.getTime();
  const at = endedAt === undefined ? bounds(lastSeenAt, missing?.before ?? answeredAt) : exactly(endedAt);
  return {
    kind: 'ENDED',
    session: { ...session, ...seen, statusSince: at },
    at,
    statusUntil: bounds(lastSeenAt, at.before),
    previousStatus: session.view.status,
    reason: 'REPORTED_BY_AWS',
    isListed: false,
  };
}
