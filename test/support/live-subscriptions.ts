import type { LiveSession, SessionChange } from '../../src/live/live-session.ts';
import type { SessionStatus } from '../../src/sessions/provider.ts';
import type { TestGateway } from './gateway.ts';
import { buildWorld } from './world.ts';

export const EDGES = '{ cursor unverified node { id status user { userName } } }';

/** Everything that `sessionChanges` sends. */
export const CHANGES = `subscription Changes($filter: LiveSessionFilter, $after: String) {
  sessionChanges(filter: $filter, after: $after) {
    from to asOf resync totalCount left
    entered ${EDGES} updated ${EDGES}
    events { kind sessionId at { after before } previousStatus reason session { id status } }
    sources { label status sessions }
  }
}`;

/** A stack with sessions of two users; their list never changes by itself. */
export function liveWorld() {
  const { world } = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 3, UserId: 'alice@example.com' })
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 2, UserId: 'bob@example.com' });
  return world;
}

/** Live sessions of a gateway, which the test changes as scans would. */
export interface DrivenLive {
  /** Position of now, read by a query. */
  position(token?: string): Promise<string>;
  /** Sessions that are listed, by user. */
  sessionsOf(userName: string): Promise<readonly LiveSession[]>;
  /** Commits another status of a session. */
  setStatus(session: LiveSession, status: SessionStatus): LiveSession;
  /** Commits another status of several sessions at once. */
  setStatusOfAll(sessions: readonly LiveSession[], status: SessionStatus): void;
  end(...sessions: readonly LiveSession[]): void;
  start(...sessions: readonly LiveSession[]): void;
  /** Resolves when all that was committed is visible. */
  settled(): Promise<void>;
}

export function driveLive(gateway: TestGateway): DrivenLive {
  const { live } = gateway;
  if (!live) throw new Error('live sessions are off');
  const commitAll = (changes: readonly SessionChange[]) =>
    live.recorder.commit({ changes, sources: [], removedSources: [] });
  const commit = (change: SessionChange) => commitAll([change]);
  let serial = 1_000;
  const now = () => {
    serial += 1;
    return { after: serial, before: serial };
  };
  function statusChange(session: LiveSession, status: SessionStatus): SessionChange {
    const at = now();
    const changed = { ...session, session: { ...session.session }, view: { ...session.view, status }, statusSince: at };
    const kind = status === 'DISCONNECTED' ? 'DISCONNECTED' : 'CONNECTED';
    return { kind, session: changed, at, previousStatus: session.view.status };
  }

  return {
    async position(token) {
      const { data } = await gateway.query('{ liveSessions { position } }', {}, token);
      return data.liveSessions.position as string;
    },
    async sessionsOf(userName) {
      const { items } = await live.index.page({
        filter: { userName },
        order: [{ field: 'STARTED_AT', direction: 'ASC' }],
        limit: 200,
        isBackward: false,
        from: null,
      });
      return items.map(({ session }) => session);
    },
    setStatus(session, status) {
      const change = statusChange(session, status);
      commit(change);
      return change.session;
    },
    setStatusOfAll: (sessions, status) => commitAll(sessions.map((session) => statusChange(session, status))),
    end: (...sessions) =>
      commitAll(
        sessions.map((session) => ({
          kind: 'ENDED',
          session,
          at: now(),
          previousStatus: session.view.status,
          reason: 'DISAPPEARED',
          isListed: false,
        })),
      ),
    settled: live.recorder.settled,
    start: (...sessions) =>
      commitAll(sessions.map((session) => ({ kind: 'STARTED', session, at: now(), previousStatus: null }))),
  };
}
