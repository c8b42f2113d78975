import { GatewayError } from '../../errors/gateway-error.ts';
import type { SourceMetadata } from '../../sessions/provider.ts';
import type { SessionSourceNode } from '../../sessions/sources.ts';
import { countCalls } from './call-meter.ts';
import { type Discovered, type DiscoveryRecord, discover, type FoundSource } from './discover.ts';
import type { ReconcilerParts } from './parts.ts';
import type { ReconcilerOptions } from './reconciler.ts';
import { judgeRestored, restoreRecord } from './restored-sources.ts';
import { discoveryInterval, groupInterval, MIN_INTERVAL_MS, nextInterval } from './scan-interval.ts';
import { type SourceRecord, sourceRecord } from './source-record.ts';
import { scanTask } from './source-task.ts';

/** Adds the task that lists the sources of one service and location, and adds and removes the tasks that scan them. */
export function discoverTask(node: SessionSourceNode, options: ReconcilerOptions, parts: ReconcilerParts): void {
  const partition = options.partitionOf(node).name;
  const metadata = node.metadata as SourceMetadata;
  const state = sourceRecord([node.key], partition, { node, metadata }, MIN_INTERVAL_MS);
  state.lists.set('', { emptyScans: 0, skipped: 0, scannedAt: null, scannedTick: -Infinity });
  const discovery: DiscoveryRecord = { state, groups: new Map(), forced: 'all' };
  restoreRecord(state, options, parts);
  parts.discoveries.set(state.id, discovery);
  parts.scheduler.add(state.id, { partition, run: () => run(discovery, options, parts) });
}

/** Discovers once. @returns milliseconds until the next time */
async function run(discovery: DiscoveryRecord, options: ReconcilerOptions, parts: ReconcilerParts): Promise<number> {
  const { state } = discovery;
  const { clock, callsPerSecond, changes } = options;
  await changes.room();
  const [startedAt, startedTick] = [clock.wall(), clock.now()];
  const { result, calls } = await countCalls(() => discoverOnce(discovery, options, parts));
  const { isComplete, error } = result;
  discovery.forced = new Set();
  state.error = error ?? (isComplete ? null : state.error);
  state.attemptedTick = clock.now();
  parts.counts.scanned(isComplete ? 'complete' : error ? 'failed' : 'stopped');
  if (isComplete) {
    state.lists.set('', { emptyScans: 0, skipped: 0, scannedAt: startedAt, scannedTick: startedTick });
    state.callsPerScan = calls;
  }
  // Another process has the unit now.
  if (parts.discoveries.get(state.id) !== discovery) return state.intervalMs;
  if (isComplete || error) judge(discovery, result, options, parts);
  for (const key of result.surprising) expediteGroup(discovery, key, parts);
  const topCalls = Math.max(1, calls - discovery.groups.size);
  state.intervalMs = isComplete
    ? discoveryInterval(topCalls, callsPerSecond)
    : nextInterval(state.intervalMs, false, options.maxAgeMs);
  parts.states.commit(state, state.intervalMs);
  parts.settled();
  return state.intervalMs;
}

async function discoverOnce(
  discovery: DiscoveryRecord,
  options: ReconcilerOptions,
  parts: ReconcilerParts,
): Promise<Discovered> {
  const { state, groups } = discovery;
  try {
    await renew(state, options);
    const sessions = sessionsByGroup(discovery, parts);
    const discovered = await discover(state.node, discovery, {
      now: options.clock.now,
      groupIntervalMs: groupInterval(groups.size, options.callsPerSecond),
      sessionsIn: (group) => sessions.get(group) ?? 0,
      onFound: (found) => add(found, discovery, options, parts),
      isStopped: () => parts.scheduler.isPaused || parts.discoveries.get(state.id) !== discovery,
    });
    // The first list of a location tells its account, which its coverage is of.
    if (state.metadata.location.accountId === null) await renew(state, options);
    return discovered;
  } catch (thrown) {
    const error =
      thrown instanceof GatewayError
        ? thrown
        : new GatewayError('INTERNAL_SERVER_ERROR', 'The sources could not be listed.', undefined, { cause: thrown });
    return { isComplete: false, error, judges: () => false, surprising: [] };
  }
}

/** Opens a new tree, and with it a new request: nothing of an earlier one is cached. */
async function renew(state: SourceRecord, { openSources }: ReconcilerOptions): Promise<void> {
  const nodes = await openSources().children();
  state.node = nodes.find(({ key }) => key === state.path[0]) ?? state.node;
  state.metadata = state.node.metadata ?? state.metadata;
}

/** Counts known sessions that are not over, by the direct child of the location. */
function sessionsByGroup({ state }: DiscoveryRecord, { records }: ReconcilerParts): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const record of recordsOf(state, records)) {
    const group = record.path[1] ?? '';
    let active = 0;
    for (const { hasEnded } of record.sessions.values()) if (!hasEnded) active += 1;
    counts.set(group, (counts.get(group) ?? 0) + active);
  }
  return counts;
}

function recordsOf({ path: [key] }: SourceRecord, records: ReadonlyMap<string, SourceRecord>): SourceRecord[] {
  return [...records.values()].filter((record) => record.path[0] === key);
}

/** Adds a source, or replaces the node of a known one: the lists of an old node belong to an old request. */
function add(found: FoundSource, discovery: DiscoveryRecord, options: ReconcilerOptions, parts: ReconcilerParts): void {
  if (parts.discoveries.get(discovery.state.id) !== discovery) return;
  const { partition } = discovery.state;
  const { records, scheduler, states } = parts;
  const known = records.get(found.id);
  if (known) {
    known.node = found.node;
    known.metadata = found.metadata;
    return;
  }
  const record = sourceRecord(found.path, partition, found, MIN_INTERVAL_MS);
  restoreRecord(record, options, parts);
  records.set(record.id, record);
  states.commit(record);
  scheduler.add(record.id, scanTask(record, options, parts));
}

/** Counts for each source how many discoveries in a row did not have it. A source that is gone once is looked for again at once. */
function judge(
  discovery: DiscoveryRecord,
  { judges }: Discovered,
  options: ReconcilerOptions,
  parts: ReconcilerParts,
): void {
  const { records, scheduler } = parts;
  const listed = new Set([...discovery.groups.values()].flatMap(({ sources }) => sources.map(({ id }) => id)));
  const gone = new Set(judgeRestored(discovery, { judges }, options, parts));
  for (const record of recordsOf(discovery.state, records)) {
    if (listed.has(record.id)) record.unlisted = 0;
    else if (judges(record.path)) {
      record.unlisted += 1;
      if (record.unlisted === 1) gone.add(record.path[1] ?? '');
      else scheduler.expedite(record.id, 'missing');
    }
  }
  if (gone.size === 0) return;
  discovery.forced = gone;
  scheduler.expedite(discovery.state.id, 'missing');
}

function expediteGroup(discovery: DiscoveryRecord, key: string, { records, scheduler }: ReconcilerParts): void {
  for (const { id } of discovery.groups.get(key)?.sources ?? []) {
    const record = records.get(id);
    if (record) record.readsAll = true;
    scheduler.expedite(id, 'counters');
  }
}
