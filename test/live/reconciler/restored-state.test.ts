import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unclaimedSessions } from '../../../src/live/reconciler/restored-state.ts';
import { liveSession } from '../../support/live-changes.ts';
import { sourceState } from '../../support/live-sessions.ts';

const id = fc.constantFrom('a', 'b', 'c', 'd');
const source = fc.constantFrom('one', 'two');
const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), id, source }),
  fc.record({ kind: fc.constant('take' as const), id }),
  fc.record({ kind: fc.constant('takeAll' as const), source }),
);

describe('Restored sessions', () => {
  test('are taken once each, alone or with their source', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const unclaimed = unclaimedSessions();
        const model = new Map<string, string>();
        for (const each of steps) {
          if (each.kind === 'add') {
            if (model.has(each.id)) continue;
            const session = liveSession(each.id, { sourceId: each.source });
            unclaimed.add({ sessions: [{ session, hasEnded: false }], sources: [], ended: new Map() });
            model.set(each.id, each.source);
          } else if (each.kind === 'take') {
            expect(unclaimed.take(each.id)?.session.sourceId).toBe(model.get(each.id));
            model.delete(each.id);
          } else {
            const expected = [...model].filter(([, of]) => of === each.source).map(([name]) => name);
            expect([...unclaimed.takeAll(each.source).keys()]).toEqual(expected);
            for (const name of expected) model.delete(name);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    [
      'at the last scan of their source',
      { asOf: 900 },
      { firstSeenAt: 100, statusSince: { after: 1, before: 200 } },
      900,
    ],
    ['when they were seen first', { asOf: 50 }, { firstSeenAt: 100, statusSince: { after: 1, before: 90 } }, 100],
    ['when their status began', { asOf: 50 }, { firstSeenAt: 100, statusSince: { after: 1, before: 200 } }, 200],
    ['when they were seen first, where no scan was complete', { asOf: null }, { firstSeenAt: 100 }, 100],
  ])('were there last %s', (_title, state, session, lastSeenAt) => {
    const unclaimed = unclaimedSessions();
    const restored = { session: liveSession('a', { sourceId: 'one', ...session }), hasEnded: false };
    unclaimed.add({ sessions: [restored], sources: [sourceState('one', state)], ended: new Map() });
    expect(unclaimed.take('a')).toMatchObject({ lastSeenAt, missing: null, knownFrom: -Infinity });
  });

  test('keep that their end was reported', () => {
    const unclaimed = unclaimedSessions();
    unclaimed.add({ sessions: [{ session: liveSession('a'), hasEnded: true }], sources: [], ended: new Map() });
    expect(unclaimed.take('a')?.hasEnded).toBe(true);
    expect(unclaimed.take('a')).toBeUndefined();
  });

  test('differ from a session with other members, and equal one with the same', () => {
    const unclaimed = unclaimedSessions();
    const sessions = ['a', 'b'].map((name) => ({ session: liveSession(name), hasEnded: false }));
    unclaimed.add({ sessions, sources: [], ended: new Map() });
    const [one, other] = [unclaimed.take('a'), unclaimed.take('b')];
    expect(one?.fingerprint).not.toBe(other?.fingerprint);
    unclaimed.add({ sessions: sessions.slice(0, 1), sources: [], ended: new Map() });
    expect(unclaimed.take('a')?.fingerprint).toBe(one?.fingerprint);
  });
});
