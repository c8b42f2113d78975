import { describe, expect, test } from 'vitest';
import type { ReconcilerParts } from '../../../src/live/reconciler/parts.ts';
import {
  addUnfound,
  endUnconfigured,
  judgeRestored,
  restoreRecord,
} from '../../../src/live/reconciler/restored-sources.ts';
import type { RestoredState } from '../../../src/live/reconciler/restored-state.ts';
import { unitOf } from '../../../src/live/reconciler/units.ts';
import { liveSession } from '../../support/live-changes.ts';
import { sourceState } from '../../support/live-sessions.ts';
import { reconcilerParts } from '../../support/reconciler-parts.ts';

const ID = '["SSM","all"]';

/** Sources that an earlier process has left, each with a session; scanned so long before. */
function restored(sources: Readonly<Record<string, number | null>>) {
  const base = reconcilerParts();
  const state: RestoredState = {
    sessions: Object.keys(sources).map((sourceId) => ({
      session: liveSession(`of ${sourceId}`, { sourceId }),
      hasEnded: false,
    })),
    sources: Object.entries(sources).map(([id, ageMs]) =>
      sourceState(id, { asOf: ageMs === null ? null : base.clock.wall() - ageMs }),
    ),
    ended: new Map(),
  };
  base.parts.table.restore(state);
  addUnfound(base.parts.unfound, state);
  return { ...base, parts: base.parts as unknown as ReconcilerParts & typeof base.parts };
}

describe('A source of an earlier process', () => {
  test('that is found gets its sessions, and the age of its last scan', () => {
    const { addSource, options, parts, clock, committed } = restored({ [ID]: 30_000 });
    const record = addSource('SSM', 'all');
    restoreRecord(record, options, parts);
    expect(record.restored).toEqual({ at: clock.wall() - 30_000, tick: clock.now() - 30_000 });
    expect([...record.sessions.keys()]).toEqual([`of ${ID}`]);
    expect([parts.unfound.size, committed]).toEqual([0, []]);
  });

  test('that was scanned in the future, as another clock has it, was scanned now', () => {
    const { addSource, options, parts, clock } = restored({ [ID]: -30_000 });
    const record = addSource('SSM', 'all');
    restoreRecord(record, options, parts);
    expect(record.restored?.tick).toBe(clock.now());
  });

  test('that was never scanned has no age, and its sessions all the same', () => {
    const { addSource, options, parts } = restored({ [ID]: null });
    const record = addSource('SSM', 'all');
    restoreRecord(record, options, parts);
    expect([record.restored, record.sessions.size]).toEqual([null, 1]);
  });

  test('that has sessions and no state is known, too', () => {
    const { parts } = reconcilerParts();
    addUnfound(parts.unfound, {
      sessions: [{ session: liveSession('a', { sourceId: ID }), hasEnded: false }],
      sources: [],
      ended: new Map(),
    });
    expect([...parts.unfound]).toEqual([[ID, { asOf: null, unlisted: 0 }]]);
  });

  test('ends where its service and location are no longer configured, for a reason that is not known', () => {
    const { addDiscovery, options, parts, committed, removed } = restored({ [ID]: 0, '["POOLS","p"]': 0 });
    addDiscovery('POOLS');
    endUnconfigured(options, parts);
    expect(committed).toMatchObject([{ kind: 'ENDED', reason: 'UNKNOWN', session: { id: `of ${ID}` } }]);
    expect([removed, [...parts.unfound.keys()]]).toEqual([[ID], ['["POOLS","p"]']]);
  });
});

describe('A source of an earlier process that a discovery does not find', () => {
  const judge = (world: ReturnType<typeof restored>, key = 'SSM', judges = (_path: readonly string[]) => true) =>
    judgeRestored(
      world.parts.discoveries.get(`["${key}"]`) ?? world.addDiscovery(key),
      { judges },
      world.options,
      world.parts,
    );

  test('is gone with the second one, and its group is listed again after the first', () => {
    const world = restored({ '["SSM","group","all"]': 0 });
    expect(judge(world)).toEqual(['group']);
    expect(world.committed).toEqual([]);
    expect(judge(world)).toEqual([]);
    expect(world.committed).toMatchObject([{ kind: 'ENDED', reason: 'RESOURCE_DELETED' }]);
    expect([world.removed, world.parts.unfound.size]).toEqual([['["SSM","group","all"]'], 0]);
  });

  test('is not judged by a discovery of another service and location, or one that says nothing of it', () => {
    const world = restored({ [ID]: 0 });
    for (let turn = 0; turn < 3; turn += 1) {
      judge(world, 'POOLS');
      judge(world, 'SSM', () => false);
    }
    expect([world.committed, world.parts.unfound.size]).toEqual([[], 1]);
  });
});

test.each([
  ['["SSM"]', '["SSM"]'],
  ['["SSM","all"]', '["SSM"]'],
  ['["AppStream eu-west-1","fleet","stack, \\"x\\""]', '["AppStream eu-west-1"]'],
])('The source %s is of the unit %s', (source, unit) => {
  expect(unitOf(source)).toBe(unit);
});
