import { keyHash } from '../../paging/key-hash.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import type { SessionStatus } from '../../sessions/provider.ts';
import type { LiveSession, TimeBounds, Timestamp } from '../live-session.ts';

/** Session that a source lists, as the reconciler last saw it. */
export interface KnownSession {
  session: LiveSession;
  /** Hash of AWS's members, by which a changed one is found. */
  fingerprint: string;
  /** Key of the list that showed it last: AppStream lists each authentication type of a source alone. */
  list: string;
  /** Number of the scan that showed it last. */
  scan: number;
  /** Time at which the page that showed it last was requested: it was there then. */
  lastSeenAt: Timestamp;
  /** Scans in a row that did not have it; null while it is listed. */
  missing: MissingSession | null;
  /** True if `ENDED` was reported: AWS still lists it. */
  hasEnded: boolean;
  /** Monotonic time before which pages that were requested are older than what is known; -Infinity if any page is newer. */
  knownFrom: number;
}

/** Absence of a session from scans that were complete. */
export interface MissingSession {
  /** End of the first such scan: the session ended before. */
  readonly before: Timestamp;
  /** Sum over the scans: see `missing-sessions.ts`. */
  evidence: number;
  /** Start of the first such scan. */
  readonly since: Timestamp;
}

/** Session that was reported as ended and left the live index. */
export interface EndedSession {
  readonly firstSeenAt: Timestamp;
  readonly status: SessionStatus;
  readonly endedAt: Timestamp;
  /** Monotonic time of the end: pages that were requested before may still have it. */
  readonly knownFrom: number;
}

/** Returns true if AWS says that a session is over; one that the gateway has ended may be terminating for a while. */
export function isOver({ view: { status } }: AnySession, hasEnded = false): boolean {
  return status === 'TERMINATED' || status === 'FAILED' || (hasEnded && status === 'TERMINATING');
}

/** Hashes AWS's members of a session: 48 bits, so that one change in 10^14 is overlooked. */
export function fingerprintOf({ session }: AnySession): string {
  return keyHash(JSON.stringify(session));
}

/** Bounds that are in order, also where AWS's clock and the gateway's differ. */
export function bounds(after: Timestamp | null, before: Timestamp): TimeBounds {
  return { after: after === null ? null : Math.min(after, before), before };
}

/** Bounds of a moment that AWS names. */
export function exactly(at: Timestamp): TimeBounds {
  return { after: at, before: at };
}
