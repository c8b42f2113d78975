import { describe, expect, test } from 'vitest';
import type { PacedPartition } from '../../../src/aws/call-pace.ts';
import { gatewayEnds } from '../../../src/live/reconciler/gateway-ends.ts';
import type { ReconcilerParts } from '../../../src/live/reconciler/parts.ts';
import type { SessionStatus } from '../../../src/sessions/provider.ts';
import { liveSession } from '../../support/live-changes.ts';
import { reconcilerParts } from '../../support/reconciler-parts.ts';

const PARTITION: PacedPartition = { service: 'ssm', accountId: '123456789012', region: 'eu-west-1' };

/** A source with two sessions; which tasks were made urgent is noted. */
function world() {
  const base = reconcilerParts();
  const record = base.addSource('SSM', 'all');
  base.see(record, 'a');
  base.see(record, 'b');
  const urgent: [id: string, urgency: string][] = [];
  const scheduler = {
    ...base.parts.scheduler,
    expedite: (id: string, urgency: string) => void urgent.push([id, urgency]),
  };
  const partitionOf = ({ key }: { readonly key: string }) => ({ name: key, has: () => key === 'SSM' });
  const parts = { ...base.parts, scheduler } as unknown as ReconcilerParts;
  return { ...base, record, urgent, ends: gatewayEnds({ ...base.options, partitionOf }, parts) };
}

const listed = (id: string, status: SessionStatus) => {
  const session = liveSession(id);
  return { ...session, view: { ...session.view, status } };
};

describe('A session that this gateway has ended', () => {
  test('leaves the index at once where AWS no longer lists it, and its source is read soon', async () => {
    const { ends, committed, urgent, record, pass, clock, parts } = world();
    await pass(5_000);
    ends.ended('a', null);
    expect(committed).toMatchObject([
      { kind: 'ENDED', reason: 'TERMINATED_BY_GATEWAY', isListed: false, at: { before: clock.wall() } },
    ]);
    expect(urgent).toEqual([[record.id, 'written']]);
    expect([parts.table.find('a'), parts.counts.changes.ENDED]).toEqual([null, 1]);
  });

  test('stays with its new status while AWS lists it, and ends once', async () => {
    const { ends, committed, parts, pass } = world();
    await pass(5_000);
    ends.ended('a', listed('a', 'TERMINATING'));
    ends.ended('a', listed('a', 'TERMINATING'));
    expect(committed).toMatchObject([
      { kind: 'ENDED', isListed: true, previousStatus: 'CONNECTED', session: { view: { status: 'TERMINATING' } } },
    ]);
    expect(parts.table.find('a')?.known.hasEnded).toBe(true);
  });

  test('is not brought back by a page that was requested before', async () => {
    const { ends, committed, see, record, pass, parts } = world();
    ends.ended('a', listed('a', 'TERMINATING'));
    parts.table.find('a');
    await pass(5_000);
    see(record, 'a', { status: 'TERMINATING' });
    expect(committed.map(({ kind }) => kind)).toEqual(['ENDED']);
  });

  test('that is not known changes nothing', () => {
    const { ends, committed, urgent } = world();
    ends.ended('unknown', null);
    ends.touch('unknown');
    expect([committed, urgent]).toEqual([[], []]);
  });
});

describe('Sessions that are dropped', () => {
  test('leave the index without an event, and are not seen again before they are released', () => {
    const { ends, committed, see, record, urgent, parts } = world();
    const dropped = ends.forget(['a', 'unknown']);
    expect(committed.map(({ kind, session }) => [kind, session.id])).toEqual([['UNLISTED', 'a']]);
    see(record, 'a');
    expect(parts.table.find('a')).toBeNull();
    dropped.release();
    expect(urgent).toEqual([[record.id, 'written']]);
    see(record, 'a');
    expect(parts.table.find('a')?.record).toBe(record);
  });

  test('commit nothing where none is known', () => {
    const { ends, committed } = world();
    ends.forget(['x', 'y']).release();
    expect(committed).toEqual([]);
  });
});

describe('A write through this gateway', () => {
  test.each<[string, readonly string[], boolean, boolean]>([
    ['of sessions alone lists no sources', ['sessions'], false, false],
    ['of fleets lists the sources of its partition', ['fleets', 'sessions'], true, false],
    ['of associations lists those of all groups', ['associations'], true, true],
  ])('%s', (_title, kinds, isListed, isForced) => {
    const { ends, addDiscovery, urgent } = world();
    const [here, elsewhere] = [addDiscovery('SSM'), addDiscovery('APPSTREAM')];
    ends.written(PARTITION, kinds);
    expect(urgent).toEqual(isListed ? [[here.state.id, 'written']] : []);
    expect(here.forced === 'all').toBe(isForced);
    expect(elsewhere.forced).toEqual(new Set());
  });
});
