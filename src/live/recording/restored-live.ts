import type { Restored } from '../../store/restore.ts';
import type { Store } from '../../store/store.ts';
import type { RestoredSessions } from '../broadcaster/previous-sessions.ts';
import { CHANGE_BUFFER } from '../change-log.ts';
import type { LiveSession, LiveSourceState, NumberedCommit, SessionChange, Timestamp } from '../live-session.ts';
import type { EndedSession } from '../reconciler/known-session.ts';
import type { RestoredState } from '../reconciler/restored-state.ts';
import { fromDatedJson } from './dated-json.ts';
import { sessionBefore } from './session-difference.ts';
import type { RecordedChange } from './to-stored-change.ts';

/** Live sessions as an earlier process has left them. */
export interface RestoredLive extends RestoredState {
  readonly revision: number;
  /** Number of commits. */
  readonly stamp: number;
  /** Commits of the change buffer, oldest first. */
  readonly commits: readonly NumberedCommit[];
  readonly previous: RestoredSessions;
}

/** Ended sessions that are recognised where AWS lists them again. */
const MAX_ENDED = 50_000;

/**
 * Reads the state from which live sessions start.
 *
 * @param maxAgeMs `GATEWAY_LIVE_MAX_AGE_S` in milliseconds: older sources are stale
 * @param unit reads only what is of one service and location, without changes
 * @throws StoreError when the store cannot be read
 */
export async function restoreLive(
  store: Store,
  now: Timestamp,
  maxAgeMs: number,
  unit?: string,
): Promise<RestoredLive> {
  const { maxAgeMs: bufferMs, maxChanges } = CHANGE_BUFFER;
  const restored = await store.restore({
    changesAfter: now - bufferMs,
    maxChanges: unit === undefined ? maxChanges : 0,
    maxEnded: MAX_ENDED,
    ...(unit !== undefined && { unit }),
  });
  const sessions = restored.sessions.map(({ body, hasEnded }) => ({
    session: fromDatedJson<LiveSession>(body),
    hasEnded,
  }));
  const changes = restored.changes.map(({ body, ...place }) => ({ ...place, ...decodeChange(body) }));
  return {
    revision: restored.revision,
    stamp: restored.stamp,
    sessions,
    sources: restored.sources.map((state) => restoredSource(JSON.parse(state) as LiveSourceState, now, maxAgeMs)),
    commits: changes.map(({ change, revision, committedAt }) => ({
      changes: [change],
      sources: [],
      removedSources: [],
      from: revision - 1,
      to: revision,
      committedAt,
    })),
    previous: {
      sessions: sessions.map(({ session }) => session),
      replaced: changes.flatMap(({ change, before }) => (before ? [{ change, before }] : [])),
    },
    ended: new Map(restored.ended.map(toEnded)),
  };
}

/** Decodes a change, and the session before it. */
export function decodeChange(body: string): { readonly change: SessionChange; readonly before: LiveSession | null } {
  const { before, ...change } = fromDatedJson<RecordedChange>(body);
  return { change: change as SessionChange, before: before && sessionBefore(change.session, before) };
}

/** Returns the state of a source that is not read yet: as old as its last scan. */
function restoredSource(state: LiveSourceState, now: Timestamp, maxAgeMs: number): LiveSourceState {
  const isNew = state.asOf !== null && now - state.asOf <= maxAgeMs;
  const status = state.asOf === null ? 'SYNCING' : isNew ? 'UP_TO_DATE' : 'STALE';
  return { ...state, status, error: null, nextReadAt: null };
}

function toEnded({ id, firstSeenAt, status, endedAt }: Restored['ended'][number]): [string, EndedSession] {
  return [id, { firstSeenAt, status: status as EndedSession['status'], endedAt, knownFrom: Number.NEGATIVE_INFINITY }];
}
