import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromDatedJson, toDatedJson } from '../../../src/live/recording/dated-json.ts';
import { sessionBefore, sessionDifference } from '../../../src/live/recording/session-difference.ts';
import { wholeBounds, wholeTime } from '../../../src/live/recording/whole-times.ts';
import { liveSession, liveSessions, SEEN } from '../../support/live-sessions.ts';

/** Names of members that JavaScript, or the encoding itself, treats specially. */
const names = fc.oneof(fc.constantFrom('$date', '__proto__', 'constructor', 'toString', '', '0'), fc.string());
const dates = fc.date({ noInvalidDate: false });

const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(null, true, false, ''),
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    dates,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(names, tie('value')), { maxLength: 3 }).map((members) => Object.fromEntries(members)),
  ),
}));

describe('Values with dates as JSON', () => {
  test('come back as they were, whatever the names of their members', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(fromDatedJson(toDatedJson({ value }))).toEqual({ value });
      }),
      { numRuns: 1_000 },
    );
  });

  test('come back with the members of their own that they had, and no other', () => {
    const odd = JSON.parse('{"a": {"__proto__": {"isAdmin": true}, "toString": 1}}') as object;
    const read = fromDatedJson<{ a: { isAdmin?: boolean } }>(toDatedJson(odd));
    expect(Object.keys(read.a)).toEqual(['__proto__', 'toString']);
    expect(read.a.isAdmin).toBeUndefined();
  });

  test('are the same where they were written by an earlier build', () => {
    const text = '{"a":{"$date":1000},"b":[{"$date":null},{"$date":1,"c":2}]}';
    const read = fromDatedJson<{ a: Date; b: readonly [Date, object] }>(text);
    expect(read.a).toEqual(new Date(1_000));
    expect(read.b[0].getTime()).toBeNaN();
    expect(read.b[1]).toEqual({ $date: 1, c: 2 });
  });
});

describe('The session before a change', () => {
  test('is found again from the one after it and their difference, which passes through JSON', () => {
    fc.assert(
      fc.property(liveSessions, liveSessions, (ones, others) => {
        for (const [at, before] of ones.entries()) {
          const after = others[at] ?? liveSession(at);
          const text = toDatedJson(sessionDifference(after, before));
          const found = sessionBefore(after, fromDatedJson(text));
          expect(found).toEqual(before);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('differs by nothing from itself, and by a member that only one of them has', () => {
    const before = liveSession(1);
    const same = { set: {}, absent: [] };
    expect(sessionDifference(before, before)).toEqual({ members: same, session: same, view: same });
    const after = {
      ...before,
      session: { ...before.session, InstanceId: undefined, Extra: 1 },
    } as unknown as typeof before;
    const { session } = sessionDifference(after, before);
    expect(session).toEqual({ set: { InstanceId: 'i-1' }, absent: ['Extra'] });
  });
});

describe('Whole milliseconds', () => {
  const times = fc.double({ min: SEEN - 10, max: SEEN + 10, noNaN: true });

  test('of bounds contain what the bounds contain, and less than two milliseconds more', () => {
    fc.assert(
      fc.property(times, times, (one, other) => {
        const [after, before] = [Math.min(one, other), Math.max(one, other)];
        const whole = wholeBounds({ after, before });
        expect(Number.isInteger(whole.after) && Number.isInteger(whole.before)).toBe(true);
        expect(whole.after).toBeLessThanOrEqual(after);
        expect(whole.before).toBeGreaterThanOrEqual(before);
        expect(whole.before - Number(whole.after)).toBeLessThan(before - after + 2);
        expect(wholeBounds(whole)).toEqual(whole);
      }),
    );
    expect(wholeBounds({ after: null, before: 1.2 })).toEqual({ after: null, before: 2 });
  });

  test('of a time are not later, and null stays null', () => {
    expect([wholeTime(1.9), wholeTime(-0.5), wholeTime(null)]).toEqual([1, -1, null]);
  });
});
