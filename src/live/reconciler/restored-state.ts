import type { LiveSession, LiveSourceState } from '../live-session.ts';
import { type EndedSession, fingerprintOf, type KnownSession } from './known-session.ts';

/** Sessions and sources as an earlier process has left them. */
export interface RestoredState {
  /** Sessions of the live index; `hasEnded`: AWS lists an ended one. */
  readonly sessions: readonly { readonly session: LiveSession; readonly hasEnded: boolean }[];
  readonly sources: readonly LiveSourceState[];
  /** Sessions that ended lately, by id. */
  readonly ended: ReadonlyMap<string, EndedSession>;
}

/** Restored sessions whose source was not found yet. */
export interface UnclaimedSessions {
  add(state: RestoredState): void;
  /** Takes one session; undefined if it is not there. */
  take(id: string): KnownSession | undefined;
  /** Takes all sessions of a source, by id. */
  takeAll(sourceId: string): ReadonlyMap<string, KnownSession>;
}

export function unclaimedSessions(): UnclaimedSessions {
  const bySource = new Map<string, Map<string, KnownSession>>();
  const sourceOf = new Map<string, string>();

  function add({ sessions, sources }: RestoredState): void {
    const scannedAt = new Map(sources.map(({ id, asOf }) => [id, asOf]));
    for (const { session, hasEnded } of sessions) {
      const { id, sourceId, firstSeenAt, statusSince } = session;
      const lastSeenAt = Math.max(scannedAt.get(sourceId) ?? 0, firstSeenAt, statusSince.before);
      const known: KnownSession = {
        session,
        fingerprint: fingerprintOf(session),
        // No list has this key: the first complete scan of all lists of the source says whether it is there.
        list: '',
        scan: 0,
        lastSeenAt,
        missing: null,
        hasEnded,
        knownFrom: Number.NEGATIVE_INFINITY,
      };
      sourceOf.set(id, sourceId);
      const group = bySource.get(sourceId) ?? new Map<string, KnownSession>();
      bySource.set(sourceId, group.set(id, known));
    }
  }

  function takeAll(sourceId: string): ReadonlyMap<string, KnownSession> {
    const group = bySource.get(sourceId) ?? new Map<string, KnownSession>();
    bySource.delete(sourceId);
    for (const id of group.keys()) sourceOf.delete(id);
    return group;
  }

  return {
    add,
    takeAll,
    take(id) {
      const sourceId = sourceOf.get(id);
      if (sourceId === undefined) return undefined;
      const group = bySource.get(sourceId);
      const known = group?.get(id);
      group?.delete(id);
      sourceOf.delete(id);
      if (group?.size === 0) bySource.delete(sourceId);
      return known;
    },
  };
}
