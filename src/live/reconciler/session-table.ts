import { LRUCache } from 'lru-cache';
import type { AnySession } from '../../sessions/any-session.ts';
import type { SessionChange, SessionEndReason, Timestamp } from '../live-session.ts';
import type { EndedSession, KnownSession } from './known-session.ts';
import { endOf, reportedEndOf } from './missing-sessions.ts';
import { type RestoredState, unclaimedSessions } from './restored-state.ts';
import { compare, type Sighting } from './sighting.ts';
import type { SourceRecord } from './source-record.ts';

/** Ended sessions that are held, to recognise one that AWS lists again. */
const MAX_ENDED = 50_000;

/** All sessions of the live index by id, and those that ended lately. Its methods return the changes to commit. */
export interface SessionTable {
  /** Records a session that a page shows. */
  see(record: SourceRecord, sighting: Sighting): readonly SessionChange[];
  /** Ends a session that AWS no longer lists. @param before time before which it ended; `now` is monotonic */
  end(record: SourceRecord, id: string, reason: SessionEndReason, before: Timestamp, now: number): SessionChange | null;
  /** Ends a session that AWS lists as ended, as `seen` there. @param at time of the answer, of day and monotonic */
  endReported(
    record: SourceRecord,
    id: string,
    seen: AnySession,
    at: { readonly answeredAt: Timestamp; readonly now: number },
  ): SessionChange | null;
  /** Drops all that is known of a session, and ignores it until it is released. @returns what was known; null: it was not there */
  forget(id: string): KnownSession | null;
  /** Lets a session that was dropped be seen again, as a new one. */
  release(id: string): void;
  /** Finds a session of the live index, and its source. */
  find(id: string): { readonly record: SourceRecord; readonly known: KnownSession } | null;
  /** Adds what another process has seen of sources that are not found yet. */
  restore(state: RestoredState): void;
  /** Drops what is known of a source, which another process reads from now on. */
  dropSource(record: SourceRecord): void;
  /** Gives a source that was found the sessions that an earlier process has seen in it. */
  claim(record: SourceRecord): void;
  /** Drops the restored sessions of a source, which another process reads from now on. */
  dropUnclaimed(sourceId: string): void;
  /** Ends the restored sessions of a source that is not there. @param before time before which they ended; `now` is monotonic */
  endUnclaimed(sourceId: string, reason: SessionEndReason, before: Timestamp, now: number): readonly SessionChange[];
}

export function createSessionTable(): SessionTable {
  const sources = new Map<string, SourceRecord>();
  // With `max`, memory for all entries would be allocated now.
  const ended = new LRUCache<string, EndedSession>({ maxSize: MAX_ENDED, sizeCalculation: () => 1 });
  const hidden = new Set<string>();
  const unclaimed = unclaimedSessions();

  function addKnown(record: SourceRecord, id: string, known: KnownSession): void {
    record.sessions.set(id, known);
    sources.set(id, record);
  }

  function noteEnd({ session: { id, firstSeenAt, view } }: KnownSession, before: Timestamp, now: number): void {
    ended.set(id, { firstSeenAt, status: view.status, endedAt: before, knownFrom: now });
  }

  function remove(record: SourceRecord, id: string): KnownSession | undefined {
    const known = record.sessions.get(id);
    if (!known) return undefined;
    record.sessions.delete(id);
    sources.delete(id);
    return known;
  }

  return {
    see(record, sighting) {
      const { id } = sighting;
      if (hidden.has(id)) return [];
      const restoredSession = unclaimed.take(id);
      if (restoredSession) addKnown(record, id, restoredSession);
      const isMoved = moveFromOther(sources, record, id);
      const before = record.sessions.get(id) ?? null;
      // With the second sighting: a session that two sources list would change with every scan.
      const sourceId = isMoved && before ? before.session.sourceId : record.id;
      const { known, changes } = compare({ ...sighting, sourceId }, before, ended.get(id));
      if (!known) return changes;
      ended.delete(id);
      addKnown(record, id, known);
      return changes;
    },
    end(record, id, reason, before, now) {
      const known = remove(record, id);
      if (!known) return null;
      noteEnd(known, before, now);
      return endOf(known, reason, before);
    },
    endReported(record, id, seen, { answeredAt, now }) {
      const known = remove(record, id);
      if (!known) return null;
      const change = reportedEndOf(known, seen, answeredAt);
      const { firstSeenAt } = known.session;
      const endedAt = change.kind === 'ENDED' ? change.at.before : answeredAt;
      ended.set(id, { firstSeenAt, status: seen.view.status, endedAt, knownFrom: now });
      return change;
    },
    restore(state) {
      for (const [id, session] of state.ended) ended.set(id, session);
      // What is being erased is not known, also where another process has read it.
      unclaimed.add({ ...state, sessions: state.sessions.filter(({ session }) => !hidden.has(session.id)) });
    },
    dropSource(record) {
      for (const id of record.sessions.keys()) if (sources.get(id) === record) sources.delete(id);
      record.sessions.clear();
    },
    claim(record) {
      for (const [id, known] of unclaimed.takeAll(record.id)) addKnown(record, id, known);
    },
    dropUnclaimed(sourceId) {
      unclaimed.takeAll(sourceId);
    },
    endUnclaimed(sourceId, reason, before, now) {
      return [...unclaimed.takeAll(sourceId).values()].map((known) => {
        noteEnd(known, before, now);
        return endOf(known, reason, before);
      });
    },
    release: (id) => void hidden.delete(id),
    forget(id) {
      hidden.add(id);
      ended.delete(id);
      const record = sources.get(id);
      return (record && remove(record, id)) ?? unclaimed.take(id) ?? null;
    },
    find: (id) => findKnown(sources, id),
  };
}

type Sources = ReadonlyMap<string, SourceRecord>;

/** Moves a session that another source has listed before to the one that lists it now. Returns true if there was another. */
function moveFromOther(sources: Sources, record: SourceRecord, id: string): boolean {
  const other = sources.get(id);
  if (other === undefined || other === record) return false;
  const moved = other.sessions.get(id);
  other.sessions.delete(id);
  if (moved) record.sessions.set(id, moved);
  return true;
}

function findKnown(sources: Sources, id: string): ReturnType<SessionTable['find']> {
  const record = sources.get(id);
  const known = record?.sessions.get(id);
  return record && known ? { record, known } : null;
}
