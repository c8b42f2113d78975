import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import type { LiveSourceStatus } from '../../../src/live/live-session.ts';
import type { DiscoveryRecord } from '../../../src/live/reconciler/discover.ts';
import { sourceLog } from '../../../src/live/reconciler/source-log.ts';
import { type SourceRecord, sourceRecord } from '../../../src/live/reconciler/source-record.ts';
import { createLog } from '../../../src/log/log.ts';
import { sourceState } from '../../support/live-sessions.ts';

const DENIED = new GatewayError('UPSTREAM_ACCESS_DENIED', 'Denied.', { retryable: false });

/** Sources of each of these locations, and the lines that are logged of them. */
function sourcesOf(...locations: readonly { readonly name: string; readonly sources: number }[]) {
  const lines: Record<string, unknown>[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const discoveries = new Map<string, DiscoveryRecord>();
  const records = new Map<string, SourceRecord>();
  const record = (path: readonly string[], label: string) =>
    sourceRecord(
      path as SourceRecord['path'],
      'p',
      {
        node: { key: 'any', children: async () => [] },
        metadata: { service: 'APPSTREAM', label, location: { accountId: null, region: 'eu-west-1' } },
      },
      5_000,
    );
  for (const { name, sources } of locations) {
    const state = record([name], name);
    discoveries.set(state.id, { state, groups: new Map(), forced: new Set() });
    for (let index = 0; index < sources; index += 1) {
      const source = record([name, `${index}`], `${name} ${index}`);
      records.set(source.id, source);
    }
  }
  const written = sourceLog({ log, discoveries, records, maxAgeMs: 60_000 });
  const all = [...records.values()];
  return {
    all,
    records,
    resumed: written.resumed,
    turn(sources: readonly SourceRecord[], status: LiveSourceStatus): void {
      for (const source of sources) {
        source.committed = sourceState(source.id, { status });
        source.error = status === 'FAILED' ? DENIED : null;
      }
    },
    /** Returns the lines of one look at the sources. */
    at(now: number) {
      lines.length = 0;
      written.write(now);
      return lines.map(({ level, msg, failed, stale, sources }) => ({ level, msg, failed, stale, sources }));
    },
    lines,
  };
}

describe('The log of live sources', () => {
  test('has one line for 300 sources of a service and location that are denied, and one when all are read again', () => {
    const { all, turn, at, lines } = sourcesOf({ name: 'AppStream eu-west-1', sources: 300 });
    turn(all, 'UP_TO_DATE');
    expect(at(0)).toEqual([]);
    turn(all, 'FAILED');
    expect(at(1_000)).toEqual([
      { level: 'warn', msg: 'live sources failed: AppStream eu-west-1', failed: 300, stale: 0, sources: 300 },
    ]);
    expect(lines[0]).toMatchObject({
      source: 'AppStream eu-west-1 0',
      err: { extensions: { code: 'UPSTREAM_ACCESS_DENIED' } },
    });
    expect(at(120_000)).toEqual([]);
    turn(all.slice(1), 'UP_TO_DATE');
    expect(at(130_000)).toEqual([]);
    turn(all, 'UP_TO_DATE');
    expect(at(140_000)).toMatchObject([{ level: 'info', msg: 'live sources up to date again: AppStream eu-west-1' }]);
    expect(at(150_000)).toEqual([]);
  });

  test('has a line for each location, whose sources fail and recover by themselves', () => {
    const { all, turn, at } = sourcesOf({ name: 'SSM one', sources: 1 }, { name: 'SSM two', sources: 2 });
    turn(all, 'FAILED');
    expect(at(0).map(({ msg, failed }) => [msg, failed])).toEqual([
      ['live sources failed: SSM one', 1],
      ['live sources failed: SSM two', 2],
    ]);
    turn(all.slice(0, 1), 'UP_TO_DATE');
    expect(at(1_000).map(({ msg }) => msg)).toEqual(['live sources up to date again: SSM one']);
  });

  test('tells of more sources that fail at most once a minute, and with their number', () => {
    const { all, turn, at } = sourcesOf({ name: 'SSM', sources: 100 });
    turn(all, 'UP_TO_DATE');
    const warnings = [];
    for (let second = 0; second < 200; second += 1) {
      turn(all.slice(0, second), 'FAILED');
      warnings.push(...at(second * 1_000).map(({ failed }) => failed));
    }
    expect(warnings).toEqual([1, 61, 100]);
  });

  test('calls sources stale that were not read for too long, and failed once AWS rejects them', () => {
    const { all, turn, at } = sourcesOf({ name: 'SSM', sources: 2 });
    turn(all, 'STALE');
    expect(at(0)).toMatchObject([{ msg: 'live sources stale: SSM', failed: 0, stale: 2 }]);
    turn(all.slice(0, 1), 'FAILED');
    expect(at(59_000)).toEqual([]);
    expect(at(60_000)).toMatchObject([{ msg: 'live sources failed: SSM', failed: 1, stale: 1 }]);
  });

  test('does not call sources stale that were not scanned because no client looked', () => {
    const { all, turn, at, resumed } = sourcesOf({ name: 'SSM', sources: 2 });
    turn(all, 'STALE');
    resumed(100_000);
    expect(at(100_000)).toEqual([]);
    expect(at(160_000)).toEqual([]);
    expect(at(160_001)).toMatchObject([{ msg: 'live sources stale: SSM' }]);
  });

  test('does not say that sources are well before they are read, after a pause', () => {
    const { all, turn, at, resumed } = sourcesOf({ name: 'SSM', sources: 2 });
    turn(all, 'FAILED');
    expect(at(0)).toHaveLength(1);
    resumed(100_000);
    turn(all, 'STALE');
    expect(at(100_000)).toEqual([]);
    turn(all, 'UP_TO_DATE');
    expect(at(101_000)).toMatchObject([{ level: 'info' }]);
  });

  test('forgets sources that no longer exist, and has no line for none', () => {
    const { all, turn, at, records } = sourcesOf({ name: 'SSM', sources: 1 }, { name: 'none', sources: 0 });
    turn(all, 'FAILED');
    expect(at(0)).toHaveLength(1);
    records.clear();
    expect(at(1_000)).toMatchObject([{ level: 'info', sources: 0 }]);
  });
});
