import { type Broadcaster, createBroadcaster } from '../../src/live/broadcaster/broadcaster.ts';
import { previousSessions } from '../../src/live/broadcaster/previous-sessions.ts';
import type { ChangeBatch } from '../../src/live/broadcaster/session-changes.ts';
import { sessionChanges } from '../../src/live/broadcaster/session-changes.ts';
import type { SharedSource } from '../../src/live/broadcaster/shared-source.ts';
import type { ChangeLog } from '../../src/live/change-log.ts';
import type { LiveFilter } from '../../src/live/index/live-filter.ts';
import { createLiveIndex } from '../../src/live/index/live-index.ts';
import { liveMatcher } from '../../src/live/index/live-matcher.ts';
import type { LiveSession, LiveSourceState, SessionChange } from '../../src/live/live-session.ts';
import type { SessionStatus } from '../../src/sessions/provider.ts';
import { testChangeLog } from './change-log.ts';
import { mirror } from './live-changes.ts';
import { liveSession, SEEN } from './live-sessions.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** A change log with a broadcaster, whose time passes only when the test says so. */
export interface BroadcastWorld {
  readonly clock: VirtualClock;
  readonly changes: ChangeLog;
  readonly broadcaster: Broadcaster;
  /** Sessions that the changes so far add up to. */
  readonly sessions: ReadonlyMap<string, LiveSession>;
  /** Number of looks. */
  readonly looks: number;
  commit(changes: readonly SessionChange[], sources?: readonly LiveSourceState[], removed?: readonly string[]): void;
  /** Commits the change of a session to another state; null: it ends. */
  set(number: number, status: SessionStatus | null): void;
  /** Commits several changes of different sessions at once. */
  setAll(numbers: readonly number[], status: SessionStatus | null): void;
  /** Ids of the sessions that match now, sorted. */
  matching(filter: LiveFilter): readonly string[];
  source(filter: LiveFilter, afterText?: string): SharedSource;
  /** Position of now, as clients see it. */
  position(): string;
  /** The log begins anew, as that of another store: sessions got a status, or ended, of which no subscriber has heard. @param revision of the new log */
  restart(revision: number, numbers: readonly number[], status: SessionStatus | null): void;
  pass(milliseconds?: number): Promise<void>;
}

export interface BroadcastWorldOptions {
  readonly maxChanges?: number;
}

export function broadcastWorld({ maxChanges = 200_000 }: BroadcastWorldOptions = {}): BroadcastWorld {
  const clock = virtualClock();
  const wall = () => SEEN + clock.now();
  const changes = testChangeLog(wall, { maxAgeMs: 15 * 60_000, maxChanges, maxBytes: Infinity });
  const index = createLiveIndex({ maxAgeMs: 60_000, now: wall });
  changes.subscribe(index.apply);
  let looks = 0;
  const look = () => {
    looks += 1;
  };
  const previous = previousSessions(changes);
  const broadcaster = createBroadcaster({ changes, previous, index, clock, look });
  const sessions = mirror(changes);
  let serial = 0;
  let restarts = 0;

  const positionOf = (revision: number) => `${'p'.repeat(restarts + 1)}${revision}`;
  const revisionOf = (text: string) => {
    const revision = Number(text.replaceAll('p', ''));
    return text === positionOf(revision) && changes.since(revision) ? revision : null;
  };

  function changeOf(number: number, status: SessionStatus | null): SessionChange {
    serial += 1;
    const at = { after: serial, before: serial };
    const { id } = liveSession(number);
    const known = sessions.get(id);
    const previousStatus = known?.view.status ?? null;
    if (status === null) {
      const session = known ?? liveSession(number);
      return {
        kind: 'ENDED',
        session,
        at,
        previousStatus: session.view.status,
        reason: 'DISAPPEARED',
        isListed: false,
      };
    }
    const session = liveSession(number, { user: `user-${number % 3}`, view: { status }, statusSince: at });
    if (!known) return { kind: 'STARTED', session, at, previousStatus };
    const kind = status === 'CONNECTED' ? 'CONNECTED' : status === 'DISCONNECTED' ? 'DISCONNECTED' : 'UPDATED';
    return { kind, session, at, previousStatus };
  }

  return {
    clock,
    changes,
    broadcaster,
    sessions,
    get looks() {
      return looks;
    },
    commit: (committed, sources = [], removedSources = []) =>
      void changes.commit({ changes: committed, sources, removedSources }),
    set: (number, status) =>
      void changes.commit({ changes: [changeOf(number, status)], sources: [], removedSources: [] }),
    setAll: (numbers, status) =>
      void changes.commit({
        changes: [...new Set(numbers)].map((number) => changeOf(number, status)),
        sources: [],
        removedSources: [],
      }),
    matching(filter) {
      const matches = liveMatcher(filter, index.isUnverified);
      return [...sessions.values()]
        .filter(matches)
        .map(({ id }) => id)
        .sort();
    },
    source: (filter, afterText) =>
      sessionChanges(broadcaster, {
        filter,
        afterText,
        after: afterText === undefined ? null : revisionOf(afterText),
        positionOf,
      }),
    position: () => positionOf(changes.revision),
    restart(revision, numbers, status) {
      const unseen = [...new Set(numbers)].map((number) => changeOf(number, status));
      restarts += 1;
      for (const { session, kind } of unseen) {
        if (kind === 'ENDED') sessions.delete(session.id);
        else sessions.set(session.id, session);
      }
      changes.restart({ id: `store ${restarts}`, revision, commits: [] });
      previous.restart({ sessions: [...sessions.values()], replaced: [] });
      index.apply({ changes: unseen, sources: [], removedSources: [], from: 0, to: revision, committedAt: wall() });
    },
    pass: (milliseconds = 1_000) => clock.run(clock.now() + milliseconds),
  };
}

/** Batch as a client sees it, as JSON. */
export interface ShownBatch {
  readonly from: string;
  readonly to: string;
  readonly isResync: boolean;
  readonly entered: readonly string[];
  readonly updated: readonly string[];
  readonly left: readonly string[];
  readonly events: readonly string[];
  readonly sources: readonly string[] | null;
}

export function showBatch(batch: ChangeBatch): ShownBatch {
  const ids = (list: readonly LiveSession[]) => list.map(({ id }) => id);
  return {
    from: batch.from,
    to: batch.to,
    isResync: batch.isResync,
    entered: ids(batch.entered),
    updated: ids(batch.updated),
    left: batch.left,
    events: batch.events.map(eventName),
    sources: batch.sourceIds && [...batch.sourceIds],
  };
}

/** Name of an event that no other has: each change of a test has a time of its own. */
export function eventName(event: SessionChange): string {
  return event.kind === 'UNLISTED' ? '' : `${event.kind} ${event.session.id} ${event.at.before}`;
}
