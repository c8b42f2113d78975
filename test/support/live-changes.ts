import type { ChangeLog } from '../../src/live/change-log.ts';
import type { LiveCommit, LiveSession, SessionChange } from '../../src/live/live-session.ts';

/** A live session with this id; the rest is of one SSM session. */
export function liveSession(id: string, overrides: Partial<LiveSession> = {}): LiveSession {
  const location = { accountId: '123456789012', region: 'eu-west-1' };
  return {
    id,
    type: 'SsmSession',
    session: { SessionId: id, location },
    view: {
      service: 'SSM',
      sessionId: id,
      status: 'CONNECTED',
      startedAt: new Date(0),
      expiresAt: null,
      endedAt: null,
      instanceId: null,
      userId: null,
      location,
    },
    sourceId: 'source',
    userName: null,
    firstSeenAt: 0,
    statusSince: { after: null, before: 0 },
    ...overrides,
  };
}

/** One `STARTED` for each id. */
export function changesOf(...ids: string[]): readonly SessionChange[] {
  return ids.map((id) => ({
    kind: 'STARTED',
    session: liveSession(id),
    at: { after: 0, before: 0 },
    previousStatus: null,
  }));
}

/** A commit that only says that a source was read. */
export function sourceCommit(): LiveCommit {
  return { changes: [], sources: [], removedSources: [] };
}

/** The sessions that the changes of a log add up to, by id; kept up to date. */
export function mirror(changes: ChangeLog): Map<string, LiveSession> {
  const sessions = new Map<string, LiveSession>();
  changes.subscribe((commit) => {
    for (const change of commit.changes) {
      const hasLeft = change.kind === 'UNLISTED' || (change.kind === 'ENDED' && !change.isListed);
      if (hasLeft) sessions.delete(change.session.id);
      else sessions.set(change.session.id, change.session);
    }
  });
  return sessions;
}
