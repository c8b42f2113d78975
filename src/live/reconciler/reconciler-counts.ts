import type { SessionChange } from '../live-session.ts';
import type { EndGuard } from './scan-source.ts';

export type ScanOutcome = 'complete' | 'failed' | 'stopped';
export type ImportOutcome = 'complete' | 'failed';

/** Counters of the reconciler, for metrics. */
export interface ReconcilerCounts {
  /** Scans of sources and lists of sources, by outcome. */
  readonly scans: Readonly<Record<ScanOutcome, number>>;
  /** Changes by kind. */
  readonly changes: Readonly<Record<SessionChange['kind'], number>>;
  /** Guards that prevented a false end. */
  readonly guards: Readonly<Record<EndGuard, number>>;
  /** Imports of lists of ended sessions, by outcome. */
  readonly imports: Readonly<Record<ImportOutcome, number>>;
  scanned(outcome: ScanOutcome): void;
  changed(changes: readonly SessionChange[]): void;
  guarded(guard: EndGuard): void;
  imported(outcome: ImportOutcome): void;
}

export function reconcilerCounts(): ReconcilerCounts {
  const scans = { complete: 0, failed: 0, stopped: 0 };
  const imports = { complete: 0, failed: 0 };
  const guards = { listed_again: 0, list_moved: 0 };
  const changes = {
    STARTED: 0,
    CONNECTED: 0,
    DISCONNECTED: 0,
    UPDATED: 0,
    REAPPEARED: 0,
    ENDED: 0,
    UNLISTED: 0,
  };
  return {
    scans,
    changes,
    guards,
    imports,
    scanned(outcome) {
      scans[outcome] += 1;
    },
    changed(committed) {
      for (const { kind } of committed) changes[kind] += 1;
    },
    guarded(guard) {
      guards[guard] += 1;
    },
    imported(outcome) {
      imports[outcome] += 1;
    },
  };
}
