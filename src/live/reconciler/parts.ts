import type { Scheduler } from '../scheduler/scheduler.ts';
import type { DiscoveryRecord } from './discover.ts';
import type { ReconcilerCounts } from './reconciler-counts.ts';
import type { UnfoundSources } from './restored-sources.ts';
import type { ScanContext } from './scan-source.ts';
import type { SessionTable } from './session-table.ts';
import type { SourceRecord } from './source-record.ts';
import type { SourceStates } from './source-states.ts';

/** State that the tasks of a reconciler share. */
export interface ReconcilerParts {
  readonly scheduler: Scheduler;
  /** Sources by id. */
  readonly records: Map<string, SourceRecord>;
  /** Lists of sources by id, one per service and location. */
  readonly discoveries: Map<string, DiscoveryRecord>;
  readonly table: SessionTable;
  readonly unfound: UnfoundSources;
  readonly counts: ReconcilerCounts;
  readonly states: SourceStates;
  readonly scan: ScanContext;
  /** Called after each attempt to read a source. */
  readonly settled: () => void;
}
