import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CountedBatch,
  describeChanges,
  type ListChanges,
  type ListEvent,
  listChanges,
  MAX_ENTERED,
  UNCHANGED,
} from '../../console/src/live/list-changes.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

function batch(changes: Partial<Omit<CountedBatch, 'entered'>> & { readonly entered?: readonly string[] }): ListEvent {
  const { entered = [], ...rest } = changes;
  return {
    batch: {
      ...{ asOf: '2026-11-27T10:00:00Z', totalCount: 0, updated: [], left: [], sources: [] },
      ...rest,
      entered: entered.map((id) => ({ node: { id } })),
    },
  };
}
const after = (...events: readonly ListEvent[]): ListChanges => events.reduce(listChanges, UNCHANGED);
const sorted = (ids: Iterable<string>) => [...ids].sort();

/** Batches between sets of sessions that match, one after another, as the gateway sends them. */
function batchesOf(sets: readonly (readonly string[])[]): readonly ListEvent[] {
  return sets.slice(1).map((matching, index) => {
    const before = sets[index] ?? [];
    return batch({
      entered: matching.filter((id) => !before.includes(id)),
      left: before.filter((id) => !matching.includes(id)),
      totalCount: matching.length,
    });
  });
}

describe('Changes of a list that was read', () => {
  test('are the differences between the sessions that match now and then, whatever came and went between', () => {
    const sets = fc.array(fc.subarray(IDS), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sets, fc.nat({ max: IDS.length }), (all, pageSize) => {
        const [first = [], last = []] = [all[0], all.at(-1)];
        const shown = first.slice(0, pageSize);
        const others = first.slice(pageSize);
        const changes = after({ read: shown }, ...batchesOf(all));
        expect(sorted(changes.left)).toEqual(shown.filter((id) => !last.includes(id)));
        // What matched then on another page, left and came back, is new in this list.
        const isNew = (id: string) => changes.entered.has(id);
        expect(last.filter((id) => !first.includes(id)).every(isNew)).toBe(true);
        expect([...changes.entered].every((id) => last.includes(id) && !shown.includes(id))).toBe(true);
        expect(sorted(changes.entered)).toEqual(
          last.filter((id) => !first.includes(id) || (others.includes(id) && all.some((set) => !set.includes(id)))),
        );
      }),
    );
  });

  test('are the same after a batch that came twice', () => {
    const batches = fc.array(fc.record({ entered: fc.subarray(IDS.slice(0, 3)), left: fc.subarray(IDS.slice(3)) }));
    fc.assert(
      fc.property(batches, (all) => {
        const events = all.map(batch);
        const once = after({ read: ['a', 'd'] }, ...events);
        const twice = after({ read: ['a', 'd'] }, ...events.flatMap((event) => [event, event]));
        expect([sorted(twice.entered), sorted(twice.left)]).toEqual([sorted(once.entered), sorted(once.left)]);
      }),
    );
  });

  test('hold no more ids than they count, however many sessions come and go', () => {
    let changes = after({ read: ['shown'] });
    for (let start = 0; start < 5 * MAX_ENTERED; start += 100) {
      const entered = Array.from({ length: 100 }, (_, index) => `session ${start + index}`);
      const left = Array.from({ length: 100 }, (_, index) => `of another page ${start + index}`);
      changes = listChanges(changes, batch({ entered, left }));
    }
    expect([changes.entered.size, changes.left.size]).toEqual([MAX_ENTERED, 0]);
    expect(describeChanges(changes)).toBe('1,000+ new');
  });

  test('begin anew when the list is read, with the connection that it has', () => {
    const before = after({ connection: 'live' }, { read: ['a'] }, batch({ entered: ['b'], left: ['a'] }), 'lost');
    expect([before.isLost, describeChanges(before)]).toEqual([true, '1 new, 1 gone']);
    const read = listChanges(before, { read: ['b'] });
    expect(read).toEqual({ ...UNCHANGED, connection: 'live', shown: new Set(['b']) });
    expect(describeChanges(read)).toBe('');
  });
});

describe('The revision of a list', () => {
  const source = (status: string) => ({ service: 'SSM', label: 'shells', status });

  test('rises with what changes, and not with a batch that says that nothing has', () => {
    const events = [
      batch({ sources: [source('UP_TO_DATE')] }),
      batch({ updated: [{}] }),
      batch({ sources: [source('FAILED')] }),
      batch({ sources: [source('FAILED')], totalCount: 7 }),
      batch({ sources: [source('UP_TO_DATE')] }),
    ];
    const revisions = events.map((_, index) => after(...events.slice(0, index + 1)).revision);
    expect(revisions).toEqual([0, 1, 2, 2, 3]);
    expect(after(...events.slice(0, 4)).totalCount).toBe(7);
  });

  test('and all else stays the same object while the connection is the same', () => {
    const live = after({ connection: 'live' });
    expect(listChanges(live, { connection: 'live' })).toBe(live);
  });
});
