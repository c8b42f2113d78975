import { describe, expect, test } from 'vitest';
import { attempts } from '../../../src/live/reconciler/attempts.ts';
import type { DiscoveryRecord } from '../../../src/live/reconciler/discover.ts';
import { type SourceRecord, sourceRecord } from '../../../src/live/reconciler/source-record.ts';
import type { SourceMetadata } from '../../../src/sessions/provider.ts';

function recordOf(path: SourceRecord['path'], service: string): SourceRecord {
  const metadata = { service, label: path.join(' '), location: { accountId: null, region: 'eu-west-1' } };
  return sourceRecord(path, 'p', { node: { key: 'any', children: async () => [] }, metadata }, 5_000);
}

/** Two services with one source each, none of which was read. */
function twoServices() {
  const ssm = { list: recordOf(['SSM'], 'SSM'), source: recordOf(['SSM', 'a'], 'SSM') };
  const pools = { list: recordOf(['P'], 'WORKSPACES'), source: recordOf(['P', 'b'], 'WORKSPACES') };
  const records = new Map([ssm, pools].map(({ source }) => [source.id, source]));
  const discoveries = new Map<string, DiscoveryRecord>(
    [ssm, pools].map(({ list }) => [list.id, { state: list, groups: new Map(), forced: new Set<string>() }]),
  );
  const waiting = attempts(records, discoveries);
  const resolved: string[] = [];
  return {
    ssm,
    pools,
    records,
    since: waiting.since,
    wait(name: string, isSelected: (source: SourceMetadata) => boolean = () => true): void {
      void waiting.attempted(isSelected).then(() => resolved.push(name));
    },
    /** Reads sources at a time, and returns who no longer waits. */
    async read(now: number, ...sources: readonly SourceRecord[]): Promise<readonly string[]> {
      for (const source of sources) source.attemptedTick = now;
      waiting.settled();
      await new Promise((resolve) => setImmediate(resolve));
      return resolved;
    },
  };
}

const isSsm = ({ service }: SourceMetadata) => service === 'SSM';

describe('A reader that waits for the first scan', () => {
  test('waits for the list of sources and each of them, and no longer', async () => {
    const { since, wait, read, ssm, pools } = twoServices();
    since(0);
    wait('all');
    expect(await read(1, ssm.list, ssm.source, pools.list)).toEqual([]);
    expect(await read(2, pools.source)).toEqual(['all']);
  });

  test('waits for what it selects only', async () => {
    const { since, wait, read, ssm, pools } = twoServices();
    since(0);
    wait('SSM', isSsm);
    wait('all');
    expect(await read(1, ssm.list)).toEqual([]);
    expect(await read(2, ssm.source)).toEqual(['SSM']);
    expect(await read(3, pools.list, pools.source)).toEqual(['SSM', 'all']);
  });

  test('waits before scanning has begun, whatever was read', async () => {
    const { since, wait, read, ssm, pools } = twoServices();
    wait('early');
    expect(await read(1, ssm.list, ssm.source, pools.list, pools.source)).toEqual([]);
    since(1);
    expect(await read(1)).toEqual(['early']);
  });

  test('does not wait at all once everything was read', async () => {
    const { since, wait, read, ssm, pools } = twoServices();
    since(0);
    await read(1, ssm.list, ssm.source, pools.list, pools.source);
    wait('late');
    expect(await read(1)).toEqual(['late']);
  });

  test('waits again after a pause: what was read before says nothing about now', async () => {
    const { since, wait, read, ssm, pools } = twoServices();
    const all = [ssm.list, ssm.source, pools.list, pools.source];
    since(0);
    await read(1, ...all);
    since(100);
    wait('later');
    expect(await read(1)).toEqual([]);
    expect(await read(100, ...all)).toEqual(['later']);
  });

  test('waits for a source that is found meanwhile, and for none that is removed', async () => {
    const { since, wait, read, records, ssm, pools } = twoServices();
    since(0);
    wait('all');
    const found = recordOf(['SSM', 'new'], 'SSM');
    records.set(found.id, found);
    records.delete(pools.source.id);
    expect(await read(1, ssm.list, ssm.source, pools.list)).toEqual([]);
    expect(await read(2, found)).toEqual(['all']);
  });

  test('that selects nothing waits for nothing', async () => {
    const { since, wait, read } = twoServices();
    since(0);
    wait('none', () => false);
    expect(await read(0)).toEqual(['none']);
  });
});
