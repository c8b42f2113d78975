import { LRUCache } from 'lru-cache';
import type { SessionChange, SessionEndReason, Timestamp } from '../live-session.ts';
import type { EndedSession, KnownSession } from './known-session.ts';
import { endOf } from './missing-sessions.ts';
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
  /** Finds a session of the live index, and its source. */
  find(id: string): { readonly record: SourceRecord; readonly known: KnownSession } | null;
  readonly size: number;
}

export function createSessionTable(): SessionTable {
  const sources = new Map<string, SourceRecord>();
  const ended = new LRUCache<string, EndedSession>({ max: MAX_ENDED });

  return {
    get size() {
      return sources.size;
    },
    see(record, sighting) {
      const { id } = sighting;
      const elsewhere = sources.get(id);
      if (elsewhere !== undefined && elsewhere !== record) {
        const moved = elsewhere.sessions.get(id);
        elsewhere.sessions.delete(id);
        if (moved) record.sessions.set(id, moved);
      }
      const { known, changes } = compare(sighting, record.sessions.get(id) ?? null, ended.get(id));
      if (!known) return changes;
      ended.delete(id);
      record.sessions.set(id, known);
      sources.set(id, record);
      return changes;
    },
    end(record, id, reason, before, now) {
      const known = record.sessions.get(id);
      if (!known) return null;
      record.sessions.delete(id);
      sources.delete(id);
      const { firstSeenAt, view } = known.session;
      ended.set(id, { firstSeenAt, status: view.status, endedAt: before, knownFrom: now });
      return endOf(known, reason, before);
    },
    find(id) {
      const record = sources.get(id);
      const known = record?.sessions.get(id);
      return record && known ? { record, known } : null;
    },
  };
}
