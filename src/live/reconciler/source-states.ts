import type { CommitSink } from '../commit-sink.ts';
import type { LiveSourceState, SessionChange } from '../live-session.ts';
import { commitExpired } from './expired-sessions.ts';
import type { ReconcilerParts } from './parts.ts';
import type { ReconcilerOptions } from './reconciler.ts';
import { sourceLog } from './source-log.ts';
import { type SourceRecord, stateOf } from './source-record.ts';

/** Time between two looks at the ages of sources. Milliseconds. */
const WATCH_MS = 1_000;

/** States of sources, as the live index and the log see them. */
export interface SourceStates {
  /** Commits the state of a source. @param dueInMs milliseconds until it is read again, where the scheduler does not know yet */
  commit(record: SourceRecord, dueInMs?: number): void;
  commitAll(): void;
  /** Commits that a source is gone, with the ends of its sessions. */
  remove(record: SourceRecord, ends: readonly SessionChange[], changes: CommitSink): void;
  /** Returns the current states of all sources. */
  all(): readonly LiveSourceState[];
  /** Begins to watch for sources that turn stale. */
  watch(): void;
  close(): void;
}

type States = Pick<ReconcilerParts, 'scheduler' | 'records' | 'discoveries' | 'table' | 'counts'>;

export function sourceStates(options: ReconcilerOptions, parts: States): SourceStates {
  const { clock, changes, maxAgeMs, log } = options;
  const { scheduler, records, discoveries } = parts;
  const lines = sourceLog({ log, discoveries, records, maxAgeMs });
  let cancel: (() => void) | null = null;

  function current(record: SourceRecord, dueInMs = scheduler.dueIn(record.id)): LiveSourceState {
    // The sources of a location are listed at intervals of their own.
    const spare = discoveries.has(record.id) ? record.intervalMs : 0;
    const times = { now: clock.now(), wall: clock.wall(), maxAgeMs: maxAgeMs + spare, dueInMs };
    return stateOf(record, times);
  }

  /** A list of sources that is read, and has the label of its only source, is not shown beside that source. */
  function isShown(record: SourceRecord): boolean {
    const discovery = discoveries.get(record.id);
    if (!discovery || record.error !== null || record.lists.get('')?.scannedAt === null) return true;
    const found = [...discovery.groups.values()].flatMap(({ sources }) => sources);
    return !found.some(({ metadata }) => metadata.label === record.metadata.label);
  }

  function commit(record: SourceRecord, dueInMs?: number): void {
    if (records.get(record.id) !== record && discoveries.get(record.id)?.state !== record) return;
    const state = current(record, dueInMs);
    const isHidden = !isShown(record);
    if (isHidden && record.committed === null) return;
    // The scan that ends a rest comes as late as those within it.
    const restMs = record.committed?.restMs ?? state.restMs;
    record.committed = isHidden ? null : state;
    changes.commit({
      changes: [],
      sources: isHidden ? [] : [{ ...state, ...(restMs !== undefined && { restMs }) }],
      removedSources: isHidden ? [record.id] : [],
    });
  }

  const all = () => [...[...discoveries.values()].map(({ state }) => state), ...records.values()];

  function watch(): void {
    for (const record of all()) {
      if (record.committed && current(record).status !== record.committed.status) commit(record);
    }
    if (!scheduler.isPaused) lines.write(clock.now());
    commitExpired(options, parts);
    cancel = clock.schedule(watch, WATCH_MS);
  }

  return {
    commit,
    commitAll() {
      for (const record of all()) commit(record);
    },
    remove({ id }, ends, log) {
      log.commit({ changes: ends, sources: [], removedSources: [id] });
    },
    all: () =>
      all()
        .filter(isShown)
        .map((record) => current(record)),
    watch() {
      cancel?.();
      lines.resumed(clock.now());
      watch();
    },
    close() {
      cancel?.();
      cancel = null;
    },
  };
}
