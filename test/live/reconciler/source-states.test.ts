import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import type { LiveSourceStatus } from '../../../src/live/live-session.ts';
import type { ReconcilerParts } from '../../../src/live/reconciler/parts.ts';
import type { ReconcilerOptions } from '../../../src/live/reconciler/reconciler.ts';
import type { SourceRecord } from '../../../src/live/reconciler/source-record.ts';
import { sourceStates } from '../../../src/live/reconciler/source-states.ts';
import { createLog } from '../../../src/log/log.ts';
import { reconcilerParts } from '../../support/reconciler-parts.ts';

const MAX_AGE_MS = 60_000;
const DENIED = new GatewayError('UPSTREAM_ACCESS_DENIED', 'Denied.', { retryable: false });

/** A service and location with one source, and the states of sources that are committed. */
function world() {
  const base = reconcilerParts();
  const { changes } = base.options;
  const committed: [id: string, status: LiveSourceStatus][] = [];
  changes.subscribe(({ sources }) => {
    for (const { id, status } of sources) committed.push([id, status]);
  });
  const discovery = base.addDiscovery('SSM');
  const record = base.addSource('SSM', 'all');
  const options = { ...base.options, maxAgeMs: MAX_AGE_MS, log: createLog('silent') } as unknown as ReconcilerOptions;
  const states = sourceStates(options, base.parts as unknown as ReconcilerParts);
  const read = (each: SourceRecord) =>
    each.lists.set('', { emptyScans: 0, skipped: 0, scannedAt: base.clock.wall(), scannedTick: base.clock.now() });
  return { ...base, committed, discovery, record, states, read };
}

describe('The state of a source', () => {
  test('is committed as it is now', () => {
    const { states, record, committed, read, changes } = { ...world(), changes: null };
    states.commit(record);
    read(record);
    states.commit(record);
    record.error = DENIED;
    states.commit(record);
    expect(committed.map(([, status]) => status)).toEqual(['SYNCING', 'UP_TO_DATE', 'FAILED']);
    expect(changes).toBeNull();
  });

  test('is not committed of a source that was removed, or replaced by another of its id', () => {
    const { states, record, committed, parts, addSource } = world();
    parts.records.delete(record.id);
    states.commit(record);
    addSource('SSM', 'all');
    states.commit(record);
    expect(committed).toEqual([]);
  });

  test('turns STALE by itself, once, when its last scan is too old', async () => {
    const { states, record, committed, read, pass } = world();
    read(record);
    states.commit(record);
    states.watch();
    await pass(MAX_AGE_MS);
    expect(committed).toEqual([[record.id, 'UP_TO_DATE']]);
    await pass(2_000);
    await pass(30_000);
    expect(committed).toEqual([
      [record.id, 'UP_TO_DATE'],
      [record.id, 'STALE'],
    ]);
    states.close();
  });

  test('is not looked at any more once closed', async () => {
    const { states, record, committed, read, pass } = world();
    read(record);
    states.commit(record);
    states.watch();
    states.close();
    await pass(10 * MAX_AGE_MS);
    expect(committed).toHaveLength(1);
  });
});

describe('The list of the sources of a location', () => {
  /** Lets the discovery have found one source with a label. */
  const find = ({ discovery }: ReturnType<typeof world>, label: string) => {
    const { metadata } = discovery.state;
    const sources = [{ id: 'x', path: [], node: discovery.state.node, metadata: { ...metadata, label } }];
    discovery.groups.set('all', { listedTick: 0, sources, counted: undefined, surplus: 0 });
  };

  test('is shown until it was read, as nothing else is known then', () => {
    const all = world();
    find(all, all.discovery.state.metadata.label);
    all.discovery.state.lists.set('', { emptyScans: 0, skipped: 0, scannedAt: null, scannedTick: -Infinity });
    all.states.commit(all.discovery.state);
    expect(all.committed).toEqual([[all.discovery.state.id, 'SYNCING']]);
  });

  test('is removed once it was read, where its only source has its label', () => {
    const all = world();
    const { discovery, states, read, committed, removed } = all;
    discovery.state.lists.set('', { emptyScans: 0, skipped: 0, scannedAt: null, scannedTick: -Infinity });
    states.commit(discovery.state);
    find(all, discovery.state.metadata.label);
    read(discovery.state);
    states.commit(discovery.state);
    states.commit(discovery.state);
    expect([committed.length, removed]).toEqual([1, [discovery.state.id]]);
    expect(states.all().map(({ id }) => id)).toEqual([all.record.id]);
  });

  test('is shown beside sources with other labels', () => {
    const all = world();
    find(all, 'SSM history');
    all.read(all.discovery.state);
    all.states.commitAll();
    expect(all.committed.map(([id]) => id)).toEqual([all.discovery.state.id, all.record.id]);
  });

  test('is shown again when it fails', () => {
    const all = world();
    find(all, all.discovery.state.metadata.label);
    all.read(all.discovery.state);
    all.states.commit(all.discovery.state);
    expect(all.committed).toEqual([]);
    all.discovery.state.error = DENIED;
    all.states.commit(all.discovery.state);
    expect(all.committed).toEqual([[all.discovery.state.id, 'FAILED']]);
  });

  test('may be older than a source, by its own interval', async () => {
    const { states, discovery, read, pass } = world();
    read(discovery.state);
    discovery.state.intervalMs = 120_000;
    const statusOf = () => states.all().find(({ id }) => id === discovery.state.id)?.status;
    await pass(MAX_AGE_MS + 120_000);
    expect(statusOf()).toBe('UP_TO_DATE');
    await pass(1);
    expect(statusOf()).toBe('STALE');
  });
});

test('A source that is removed leaves with the ends of its sessions, in one commit', () => {
  const { states, record, see, options, parts, committed, removed, clock } = world();
  see(record, 'a');
  let commits = 0;
  options.changes.subscribe(() => {
    commits += 1;
  });
  const ends = [parts.table.end(record, 'a', 'RESOURCE_DELETED', clock.wall(), clock.now())].filter(
    (end) => end !== null,
  );
  states.remove(record, ends, options.changes);
  expect([commits, removed, committed]).toEqual([1, [record.id], []]);
});
