import { type PreviousSessions, previousSessions } from '../broadcaster/previous-sessions.ts';
import { type ChangeLog, createChangeLog } from '../change-log.ts';
import { createLiveIndex, type LiveIndex } from '../index/live-index.ts';
import type { LiveClock } from '../live-clock.ts';
import type { LiveSourceState } from '../live-session.ts';
import type { RestoredLive } from '../recording/restored-live.ts';

/** Live sessions as clients see them: all that the store has committed. */
export interface LiveView {
  readonly changes: ChangeLog;
  readonly index: LiveIndex;
  readonly previous: PreviousSessions;
  /** States of all sources. */
  sources(): readonly LiveSourceState[];
  /** Begins anew with what a store has. Positions before that are of another log, unless its changes are there. */
  restart(id: string, restored: RestoredLive): void;
  /** Drops the changes of the change buffer: subscriptions from before read the list again. */
  dropChanges(): void;
  /** Shows that nothing can be stored, or again what was stored last. @param states sources that are shown if none was stored yet */
  showFailing(isFailing: boolean, states: readonly LiveSourceState[]): void;
  close(): void;
}

const UNAVAILABLE = { code: 'STORE_UNAVAILABLE', message: 'What is observed cannot be stored.' };

const failed = (state: LiveSourceState): LiveSourceState => ({ ...state, status: 'FAILED', error: UNAVAILABLE });

/** @param id of the store, as far as it is known */
export function liveView(id: string, clock: LiveClock, maxAgeMs: number): LiveView {
  const changes = createChangeLog({ id, now: clock.wall });
  const index = createLiveIndex({ maxAgeMs, now: clock.wall });
  changes.subscribe(index.apply);
  const previous = previousSessions(changes);
  const stored = new Map<string, LiveSourceState>();
  let isOverlay = false;
  let isFailing = false;
  changes.subscribe(({ sources, removedSources }) => {
    if (isOverlay) return;
    for (const state of sources) stored.set(state.id, state);
    for (const sourceId of removedSources) stored.delete(sourceId);
  });

  function show(sources: readonly LiveSourceState[]): void {
    const { revision } = changes;
    isOverlay = true;
    changes.append({
      changes: [],
      sources,
      removedSources: [],
      from: revision,
      to: revision,
      committedAt: clock.wall(),
    });
    isOverlay = false;
  }

  return {
    changes,
    index,
    previous,
    sources: () => (isFailing ? [...stored.values()].map(failed) : [...stored.values()]),
    restart(storeId, restored) {
      const { revision, commits, sessions, sources } = restored;
      const ids = new Set(sessions.map(({ session }) => session.id));
      const gone = [...previous.listed()].filter((session) => !ids.has(session.id));
      const sourceIds = new Set(sources.map((source) => source.id));
      const removedSources = [...stored.keys()].filter((sourceId) => !sourceIds.has(sourceId));
      changes.restart({ id: storeId, revision, commits });
      previous.restart(restored.previous);
      for (const sourceId of removedSources) stored.delete(sourceId);
      for (const state of sources) stored.set(state.id, state);
      const written = [
        ...gone.map((session) => ({ kind: 'UNLISTED' as const, session })),
        ...sessions.map(({ session }) => ({
          kind: 'STARTED' as const,
          session,
          at: session.statusSince,
          previousStatus: null,
        })),
      ];
      index.apply({
        changes: written,
        sources,
        removedSources,
        from: revision - written.length,
        to: revision,
        committedAt: clock.wall(),
      });
    },
    dropChanges: () => changes.restart({ id: changes.id, revision: changes.revision, commits: [] }),
    showFailing(failing, states) {
      isFailing = failing;
      for (const state of states) if (!stored.has(state.id)) stored.set(state.id, { ...state, asOf: null });
      show(failing ? [...stored.values()].map(failed) : [...stored.values()]);
    },
    close() {
      previous.close();
      index.close();
    },
  };
}
