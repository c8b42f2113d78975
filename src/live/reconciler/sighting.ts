import type { AnySession } from '../../sessions/any-session.ts';
import type { LiveSession, SessionChange, TimeBounds, Timestamp } from '../live-session.ts';
import { bounds, type EndedSession, exactly, fingerprintOf, isOver, type KnownSession } from './known-session.ts';

/** Session on a page, and when the page was read. */
export interface Sighting {
  readonly seen: AnySession;
  readonly id: string;
  readonly sourceId: string;
  readonly userName: string | null;
  /** Key of the list of the page. */
  readonly list: string;
  /** Number of the scan. */
  readonly scan: number;
  readonly requestedAt: Timestamp;
  /** Monotonic time of the request. */
  readonly requestedTick: number;
  readonly answeredAt: Timestamp;
  /** Start of the last complete scan of the list before this one; null before the first. */
  readonly scannedBefore: Timestamp | null;
}

/** Changes that a page shows. */
export interface Compared {
  /** Null for a session that ended after the page was requested. */
  readonly known: KnownSession | null;
  readonly changes: readonly SessionChange[];
}

/**
 * Compares a session with what was known of it. Pure but for `known`, which it updates.
 *
 * @param known null for a session that is not in the live index
 * @param ended set for a session that was there and ended
 */
export function compare(sighting: Sighting, known: KnownSession | null, ended: EndedSession | undefined): Compared {
  if (known) return { known, changes: compareKnown(sighting, known) };
  if (ended && sighting.requestedTick < ended.knownFrom) return { known: null, changes: [] };
  return begin(sighting, ended);
}

/** Begins a session that is new, or that AWS lists again after its end. */
function begin(sighting: Sighting, ended: EndedSession | undefined): Compared {
  const { seen, list, scan, requestedAt, answeredAt, scannedBefore } = sighting;
  const startedAt = seen.view.startedAt?.getTime() ?? null;
  const at = bounds(ended?.endedAt ?? startedAt ?? scannedBefore, answeredAt);
  const session = toLiveSession(sighting, ended?.firstSeenAt ?? requestedAt, at);
  const isAgain = ended !== undefined;
  const hasEnded = isOver(seen);
  const changes: SessionChange[] = [
    {
      kind: isAgain ? (hasEnded ? 'UPDATED' : 'REAPPEARED') : 'STARTED',
      session,
      at: isAgain || startedAt === null ? at : exactly(startedAt),
      previousStatus: ended?.status ?? null,
    },
  ];
  if (hasEnded && !isAgain) changes.push(reportedEnd(session, startedAt, answeredAt));
  const fingerprint = fingerprintOf(seen);
  return {
    known: { session, fingerprint, list, scan, lastSeenAt: requestedAt, missing: null, hasEnded, knownFrom: -Infinity },
    changes,
  };
}

function compareKnown(sighting: Sighting, known: KnownSession): readonly SessionChange[] {
  const { seen, list, scan, requestedAt, answeredAt } = sighting;
  const { session: before, lastSeenAt, hasEnded } = known;
  Object.assign(known, { list, scan, missing: null });
  if (sighting.requestedTick < known.knownFrom) return [];
  const fingerprint = fingerprintOf(seen);
  known.lastSeenAt = requestedAt;
  const previousStatus = before.view.status;
  const isSameStatus = previousStatus === seen.view.status;
  const isSameOwner = before.userName === sighting.userName && before.sourceId === sighting.sourceId;
  if (isSameStatus && fingerprint === known.fingerprint && isSameOwner) return [];

  const at = bounds(lastSeenAt, answeredAt);
  const session = toLiveSession(sighting, before.firstSeenAt, isSameStatus ? before.statusSince : at);
  Object.assign(known, { session, fingerprint, hasEnded: isOver(seen, hasEnded) });
  if (known.hasEnded && !hasEnded) return [{ ...reportedEnd(session, lastSeenAt, answeredAt), previousStatus }];
  const kind = hasEnded && !known.hasEnded ? 'REAPPEARED' : isSameStatus ? 'UPDATED' : kindOf(session, previousStatus);
  return [{ kind, session, at, previousStatus }];
}

function kindOf({ view }: LiveSession, previousStatus: string): 'CONNECTED' | 'DISCONNECTED' | 'UPDATED' {
  if (view.status === 'CONNECTED') return 'CONNECTED';
  return view.status === 'DISCONNECTED' && previousStatus === 'CONNECTED' ? 'DISCONNECTED' : 'UPDATED';
}

/** Creates the end of a session that AWS reports as over, at the time that AWS names, if it does. */
function reportedEnd(session: LiveSession, after: Timestamp | null, before: Timestamp) {
  const endedAt = session.view.endedAt?.getTime();
  return {
    kind: 'ENDED',
    session,
    at: endedAt === undefined ? bounds(after, before) : exactly(endedAt),
    statusUntil: bounds(after, endedAt ?? before),
    previousStatus: session.view.status,
    reason: 'REPORTED_BY_AWS',
    isListed: true,
  } as const;
}

function toLiveSession(
  { seen, id, sourceId, userName }: Sighting,
  firstSeenAt: Timestamp,
  statusSince: TimeBounds,
): LiveSession {
  return { ...seen, id, sourceId, userName, firstSeenAt, statusSince };
}
