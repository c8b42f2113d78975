import type { SessionChange } from '../../src/live/live-session.ts';
import type { DiscoveryRecord } from '../../src/live/reconciler/discover.ts';
import { reconcilerCounts } from '../../src/live/reconciler/reconciler-counts.ts';
import type { UnfoundSources } from '../../src/live/reconciler/restored-sources.ts';
import { createSessionTable } from '../../src/live/reconciler/session-table.ts';
import { type SourceRecord, sourceRecord } from '../../src/live/reconciler/source-record.ts';
import { createScheduler } from '../../src/live/scheduler/scheduler.ts';
import type { SessionView } from '../../src/sessions/provider.ts';
import { testChangeLog } from './change-log.ts';
import { liveClock } from './live.ts';
import { liveSession } from './live-changes.ts';
import { virtualClock } from './virtual-clock.ts';

const location = { accountId: '123456789012', region: 'eu-west-1' };

/** The state that the parts of a reconciler share, in virtual time, with what they commit. */
export function reconcilerParts() {
  const virtual = virtualClock();
  const clock = liveClock(virtual);
  const changes = testChangeLog(clock.wall);
  const committed: SessionChange[] = [];
  const removed: string[] = [];
  changes.subscribe((commit) => {
    committed.push(...commit.changes);
    removed.push(...commit.removedSources);
  });
  const table = createSessionTable();
  const records = new Map<string, SourceRecord>();
  const discoveries = new Map<string, DiscoveryRecord>();
  const unfound: UnfoundSources = new Map();
  const scheduler = createScheduler(clock, 4);
  let scan = 0;

  function recordAt(...path: string[]): SourceRecord {
    const [key = ''] = path;
    const metadata = { service: 'SSM', location, label: path.join(' ') } as const;
    return sourceRecord(path, key, { node: { key: path.at(-1) ?? '', children: async () => [] }, metadata }, 5_000);
  }

  return {
    clock,
    virtual,
    options: { clock, changes },
    parts: { table, records, discoveries, unfound, scheduler, counts: reconcilerCounts(), settled: () => {} },
    committed: committed as readonly SessionChange[],
    /** Ids of sources that were removed. */
    removed: removed as readonly string[],
    /** Adds a source of a service and location, which is found. */
    addSource(...path: string[]): SourceRecord {
      const record = recordAt(...path);
      records.set(record.id, record);
      return record;
    },
    /** Adds a service and location whose sources are listed. */
    addDiscovery(key: string): DiscoveryRecord {
      const discovery: DiscoveryRecord = { state: recordAt(key), groups: new Map(), forced: new Set() };
      discoveries.set(discovery.state.id, discovery);
      return discovery;
    },
    /** Sees a session in a source now. */
    see(record: SourceRecord, id: string, view: Partial<SessionView> = {}): void {
      scan += 1;
      const session = liveSession(id);
      const now = { requestedAt: clock.wall(), requestedTick: clock.now(), answeredAt: clock.wall() };
      const seen = { ...session, view: { ...session.view, startedAt: null, ...view } };
      const sighting = { seen, id, sourceId: record.id, userName: null, list: '', scan, ...now, scannedBefore: null };
      table.see(record, sighting);
    },
    pass: (milliseconds: number) => virtual.run(virtual.now() + milliseconds),
  };
}
