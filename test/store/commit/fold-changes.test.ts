import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldChanges } from '../../../src/store/commit/fold-changes.ts';
import { toText } from '../../../src/store/commit/to-text.ts';
import type { StoredChange, StoredSession } from '../../../src/store/stored-change.ts';

const at = (time: number) => ({ after: time - 1, before: time });

/** A change of a session at a time; its status changes if it is named. */
function change(
  id: string,
  time: number,
  of: Partial<StoredChange> & { status?: StoredChange['status'] } = {},
): StoredChange {
  const session = { id, firstSeenAt: time, started: at(time), sessionId: `${id}@${time}` } as StoredSession;
  return { session, end: 'keep', isAnew: false, status: 'keep', statusAt: at(time), body: null, ...of };
}
const connected = { name: 'CONNECTED', isConnected: true } as const;
const disconnected = { name: 'DISCONNECTED', isConnected: false } as const;

describe('The changes of a commit', () => {
  test('of one session are one row, as after the last, with the start of the first', () => {
    const [[folded]] = foldChanges([change('a', 10), change('a', 20), change('a', 30)], 7) as [
      [ReturnType<typeof foldChanges>[0][0]],
    ];
    expect(folded?.session).toMatchObject({ sessionId: 'a@30', firstSeenAt: 10, started: at(10) });
    expect(folded?.revision).toBe(10);
  });

  test('keep an end until another change says otherwise', () => {
    const end = { ...at(20), reason: 'DISAPPEARED' } as const;
    const endOf = (...changes: StoredChange[]) => foldChanges(changes, 0)[0]?.[0]?.end;
    expect(endOf(change('a', 20, { end }), change('a', 30))).toEqual(end);
    expect(endOf(change('a', 20, { end }), change('a', 30, { end: null }))).toBeNull();
    expect(endOf(change('a', 20), change('a', 30))).toBe('keep');
  });

  test('close the open span of the store once, and then those that they begin', () => {
    const [[folded]] = foldChanges(
      [
        change('a', 10, { status: connected }),
        change('a', 20, { status: disconnected }),
        change('a', 30),
        change('a', 40, { status: null }),
      ],
      0,
    ) as [[ReturnType<typeof foldChanges>[0][0]]];
    expect(folded).toMatchObject({ closedAt: at(10), connections: 1 });
    expect(folded?.spans).toEqual([
      { status: 'CONNECTED', from: at(10), to: at(20) },
      { status: 'DISCONNECTED', from: at(20), to: at(40) },
    ]);
  });

  test('close the open span of the store at the first of them, also where a status begins later', () => {
    const changes = [change('a', 10, { status: null }), change('a', 20, { status: connected })];
    expect(foldChanges(changes, 0)[0]?.[0]).toMatchObject({ closedAt: at(10), spans: [{ from: at(20), to: null }] });
  });

  test('begin a list of its own where a key that they name is used again', () => {
    const lists = foldChanges(
      [change('a', 10), change('b', 20), change('a', 30, { isAnew: true }), change('b', 40)],
      0,
    );
    expect(lists.map((list) => list.map(({ session, isAnew }) => [session.sessionId, isAnew]))).toEqual([
      [
        ['a@10', false],
        ['b@20', false],
      ],
      [
        ['a@30', true],
        ['b@40', false],
      ],
    ]);
  });

  test('are no list at all, or one that is empty', () => {
    expect(foldChanges([], 5)).toEqual([[]]);
  });

  const told = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    status: fc.constantFrom('keep' as const, null, connected, disconnected),
    isAnew: fc.boolean(),
  });

  test('name a session once in each list, in the order of first changes, with each status and revision', () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 20 }), fc.nat(50), (steps, from) => {
        const changes = steps.map(({ id, status, isAnew }, index) => change(id, 10 * index, { status, isAnew }));
        const lists = foldChanges(changes, from);
        for (const list of lists) {
          const ids = list.map(({ session }) => session.id);
          expect(new Set(ids).size).toBe(ids.length);
          for (const { spans } of list)
            for (const [index, { to }] of spans.entries())
              if (index + 1 < spans.length)
                expect(to?.before).toBeLessThanOrEqual(Number(spans[index + 1]?.from.before));
        }
        const begun = steps.filter(({ status }) => typeof status === 'object' && status !== null).length;
        expect(lists.flat().reduce((sum, { spans }) => sum + spans.length, 0)).toBe(begun);
        const connections = steps.filter(({ status }) => status === connected).length;
        expect(lists.flat().reduce((sum, each) => sum + each.connections, 0)).toBe(connections);
        const last = new Map(steps.map(({ id }, index) => [id, from + index + 1]));
        for (const [id, revision] of last)
          expect(lists.flat().findLast(({ session }) => session.id === id)?.revision).toBe(revision);
      }),
      { numRuns: 200 },
    );
  });
});

describe('A text of AWS', () => {
  test('is stored as it is, unless PostgreSQL cannot store it', () => {
    expect(['', 'Ünï', '\u{1F600}', "'; --", '\n'].map(toText)).toEqual(['', 'Ünï', '\u{1F600}', "'; --", '\n']);
    expect(toText('a\0b\0')).toBe('a\uFFFDb\uFFFD');
    expect(toText('a\ud800b')).toBe('a\uFFFDb');
    expect(toText(null)).toBeNull();
  });

  test('has the same length afterwards, and no character 0', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const stored = toText(text);
        expect([stored.length, stored.includes('\0'), stored.isWellFormed()]).toEqual([text.length, false, true]);
      }),
      { numRuns: 200 },
    );
  });
});
