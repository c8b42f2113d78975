import type { PacedPartition } from '../../aws/call-pace.ts';
import type { Log } from '../../log/log.ts';
import type { SourceMetadata } from '../../sessions/provider.ts';
import type { SessionSourceNode, SessionSources } from '../../sessions/sources.ts';
import type { CommitSink } from '../commit-sink.ts';
import type { LiveClock } from '../live-clock.ts';
import type { LiveSourceState } from '../live-session.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { attempts } from './attempts.ts';
import type { DiscoveryRecord } from './discover.ts';
import { discoverTask } from './discover-task.ts';

import { type ForgottenSessions, gatewayEnds, type TerminatedSession } from './gateway-ends.ts';
import { type ReconcilerCounts, reconcilerCounts } from './reconciler-counts.ts';
import { addUnfound, endUnconfigured, type UnfoundSources } from './restored-sources.ts';
import type { RestoredState } from './restored-state.ts';
import type { ScanContext } from './scan-source.ts';
import { createSessionTable } from './session-table.ts';
import type { SourceRecord } from './source-record.ts';
import { sourceStates } from './source-states.ts';
import { createUnits, type Units } from './units.ts';

export interface ReconcilerOptions extends Pick<ScanContext, 'idOf' | 'userNameOf' | 'isBoundTo' | 'openEnded'> {
  /** Creates the source tree, on behalf of a new request. Its children are the lists of sources, one per service and location. */
  readonly openSources: () => SessionSources;
  /** Returns the name of the partition whose calls a child of the root makes, and whether a partition is that one. */
  readonly partitionOf: (node: SessionSourceNode) => {
    readonly name: string;
    readonly has: (partition: PacedPartition) => boolean;
  };
  readonly changes: CommitSink;
  readonly clock: LiveClock;
  readonly log: Log;
  /** `GATEWAY_LIVE_CALLS_PER_SECOND`. */
  readonly callsPerSecond: number;
  /** `GATEWAY_LIVE_MAX_AGE_S` in milliseconds. */
  readonly maxAgeMs: number;
  /** True if other processes read some of the units: nothing is read but what is acquired. @default false */
  readonly isShared?: boolean;
}

/** Keeps the live index equal to AWS: scans sources, and turns what differs into changes. */
export interface Reconciler {
  /** Begins with what an earlier process has left. Called before scanning begins. */
  restore(state: RestoredState): void;
  /** Begins to scan; sources that are known are due at once. */
  resume(): Promise<void>;
  /** Stops to scan before the next page. */
  pause(): void;
  /** Milliseconds by the clock since scanning began or was resumed; null while it is paused. */
  readonly isRunning: boolean;
  /** Resolves once every selected source has been read, or has failed, since scanning was resumed. */
  attempted(isSelected: (source: SourceMetadata) => boolean): Promise<void>;
  /** Ends a session that this gateway has terminated. */
  ended(id: string, session: TerminatedSession | null): void;
  /** Reads the source of a session soon, because this gateway has changed it. */
  touch(id: string): void;
  /** Drops all that is known of sessions, and ignores them until they are released. */
  forget(ids: readonly string[]): ForgottenSessions;
  /** Reads the sources of a partition soon, because this gateway has changed something. */
  written(partition: PacedPartition, kinds: readonly string[]): void;
  sources(): readonly LiveSourceState[];
  readonly units: Units;
  readonly counts: ReconcilerCounts;
  /** Stops timers and scans. */
  close(): void;
}

/** Tasks of one partition at once: few enough that clients find permits, enough to use the budget in spite of latency. */
function concurrencyOf(callsPerSecond: number): number {
  return Math.min(10, Math.max(4, Math.ceil(callsPerSecond / 4)));
}

export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { clock, changes, callsPerSecond } = options;
  const scheduler = createScheduler(clock, concurrencyOf(callsPerSecond));
  const records = new Map<string, SourceRecord>();
  const discoveries = new Map<string, DiscoveryRecord>();
  const table = createSessionTable();
  const unfound: UnfoundSources = new Map();
  const counts = reconcilerCounts();
  const states = sourceStates(options, { scheduler, records, discoveries, table, counts });
  const waiting = attempts(records, discoveries);
  let starting: Promise<void> | undefined;
  let isWanted = false;

  const commit: ScanContext['commit'] = (record, changed) => {
    // A scan that was begun may end after its unit was released.
    if (changed.length === 0 || records.get(record.id) !== record) return;
    counts.changed(changed);
    changes.commit({ changes: changed, sources: [], removedSources: [] });
  };
  const scan: ScanContext = {
    ...options,
    table,
    commit,
    room: changes.room,
    isStopped: () => scheduler.isPaused,
    guarded: counts.guarded,
  };
  const parts = { scheduler, records, discoveries, table, unfound, states, scan, counts, settled: waiting.settled };

  const units = createUnits(options, parts);

  async function start(): Promise<void> {
    if (options.isShared) return;
    for (const node of await options.openSources().children()) discoverTask(node, options, parts);
    endUnconfigured(options, parts);
    states.commitAll();
  }

  return {
    counts,
    units,
    restore(state) {
      table.restore(state);
      addUnfound(unfound, state);
    },
    get isRunning() {
      return !scheduler.isPaused;
    },
    async resume() {
      isWanted = true;
      starting ??= start();
      await starting;
      if (!isWanted || !scheduler.isPaused) return;
      waiting.since(clock.now());
      scheduler.resume();
      states.watch();
    },
    pause() {
      isWanted = false;
      scheduler.pause();
    },
    attempted: waiting.attempted,
    ...gatewayEnds(options, parts),
    sources: states.all,
    close() {
      isWanted = false;
      scheduler.pause();
      states.close();
    },
  };
}
