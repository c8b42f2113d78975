import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveSession, SessionChange } from '../../../src/live/live-session.ts';
import { sessionBefore, sessionDifference } from '../../../src/live/recording/session-difference.ts';
import { toEndedSession, toStoredChange } from '../../../src/live/recording/to-stored-change.ts';
import { toStoredSource } from '../../../src/live/recording/to-stored-source.ts';
import { wholeBounds, wholeTime } from '../../../src/live/recording/whole-times.ts';
import { SESSION_STATUSES } from '../../../src/sessions/provider.ts';
import { ended, liveSession, liveSessions, MINUTE, SEEN, sourceState, started } from '../../support/live-sessions.ts';

describe('The difference of two states of a session', () => {
  test('leads from the one after to the one before, whatever differs', () => {
    fc.assert(
      fc.property(liveSessions, (sessions) => {
        for (const [index, after] of sessions.entries()) {
          const before = sessions[(index + 1) % sessions.length] as LiveSession;
          expect(sessionBefore(after, sessionDifference(after, before))).toEqual(before);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('is nothing where nothing differs, dates included, and names members that are new', () => {
    const session = liveSession(1);
    const same = structuredClone(session);
    const nothing = { set: {}, absent: [] };
    expect(sessionDifference(session, same)).toEqual({ members: nothing, session: nothing, view: nothing });
    const newer = Object.assign({}, session.session, { Newest: 1 });
    const after: LiveSession = { ...session, session: newer };
    expect(sessionDifference(after, session).session).toEqual({ set: {}, absent: ['Newest'] });
  });
});

describe('Times of the store', () => {
  test('are whole milliseconds, and what lies between bounds still does', () => {
    const time = fc.double({ min: 0, max: 1e13, noNaN: true });
    fc.assert(
      fc.property(fc.option(time), time, (after, before) => {
        const whole = wholeBounds({ after, before });
        expect([whole.after ?? 0, whole.before].every(Number.isInteger)).toBe(true);
        if (after !== null) expect(whole.after).toBeLessThanOrEqual(after);
        expect(whole.before).toBeGreaterThanOrEqual(before);
        expect(wholeTime(before)).toBe(Math.floor(before));
      }),
      { numRuns: 200 },
    );
    expect([wholeTime(null), wholeBounds({ after: null, before: 1.2 })]).toEqual([null, { after: null, before: 2 }]);
  });
});

describe('A change, as the store has it', () => {
  const session = liveSession(1, { firstSeenAt: SEEN, view: { status: 'CONNECTED' } });
  const change = (kind: 'CONNECTED' | 'UPDATED' | 'REAPPEARED', of: Partial<SessionChange> = {}) =>
    ({ kind, session, at: { after: SEEN, before: SEEN + 5 }, previousStatus: 'CONNECTED', ...of }) as SessionChange;

  test('begins a record without an end, and keeps or sets ends later', () => {
    expect(toStoredChange(started(session), null, true).end).toBeNull();
    expect(toStoredChange(change('REAPPEARED'), session, true).end).toBeNull();
    expect(toStoredChange(change('UPDATED'), session, true).end).toBe('keep');
    expect(toStoredChange({ kind: 'UNLISTED', session }, session, true)).toMatchObject({ end: 'keep', status: 'keep' });
    expect(toStoredChange(ended(session), session, true)).toMatchObject({
      end: { reason: 'DISAPPEARED' },
      status: null,
    });
  });

  test.each(SESSION_STATUSES)('has a status that lasts, unless it is over: %s', (status) => {
    const now = { ...session, view: { ...session.view, status } };
    const isOver = status === 'TERMINATED' || status === 'FAILED';
    const expected = isOver ? null : { name: status, isConnected: status === 'CONNECTED' };
    expect(
      toStoredChange(change('UPDATED', { session: now, previousStatus: 'CONNECTING' }), session, true).status,
    ).toEqual(status === 'CONNECTING' ? 'keep' : expected);
    expect(
      toStoredChange(change('REAPPEARED', { session: now, previousStatus: status }), session, true).status,
    ).toEqual(expected);
  });

  test('has bodies for a store that lasts only, and one of the session while it is listed', () => {
    expect(toStoredChange(started(session), null, false)).toMatchObject({ body: null, session: { body: null } });
    const listed = toStoredChange(ended(session, true), session, true);
    const gone = toStoredChange(ended(session, false), session, true);
    expect([listed.session.isListed, listed.session.body === null]).toEqual([true, false]);
    expect([gone.session.isListed, gone.session.body, gone.body === null]).toEqual([false, null, false]);
  });

  test('starts when AWS says, else when it was observed', () => {
    const startedAt = new Date(SEEN - 7 * MINUTE);
    const named = liveSession(1, { view: { startedAt } });
    const unnamed = liveSession(1, { view: { startedAt: null }, statusSince: { after: SEEN - 9, before: SEEN } });
    const invalid = liveSession(1, { view: { startedAt: new Date(Number.NaN) } });
    expect(toStoredChange(started(named), null, true).session).toMatchObject({
      startedAt: startedAt.getTime(),
      started: { after: startedAt.getTime(), before: startedAt.getTime() },
    });
    expect(toStoredChange(started(unnamed), null, true).session).toMatchObject({
      startedAt: null,
      started: { after: SEEN - 9, before: SEEN },
    });
    expect(toStoredChange(started(invalid), null, true).session.startedAt).toBeNull();
  });

  test('has the resource and the conditions of its own service', () => {
    const of = (service: 'APPSTREAM' | 'SSM' | 'WORKSPACES') =>
      toStoredChange(started(liveSession(1, { service })), null, true).session;
    expect(of('APPSTREAM')).toMatchObject({
      resource: 'Fleet-1',
      fleetName: 'Fleet-1',
      stackName: 'Stack-1',
      poolId: null,
      target: null,
    });
    expect(of('SSM')).toMatchObject({ resource: 'i-node-1', target: 'i-node-1', fleetName: null, stackName: null });
    expect(of('WORKSPACES')).toMatchObject({ resource: 'wspool-1', poolId: 'wspool-1', target: null });
  });
});

describe('A session that AWS lists as ended', () => {
  const map = (view: Partial<LiveSession['view']>) => {
    const { type, session, view: base } = liveSession(3, { service: 'SSM' });
    return toEndedSession({ type, session, view: { ...base, ...view } }, SEEN, {
      idOf: () => 'id-3',
      userNameOf: (userId) => userId && 'alice',
    });
  };

  test('ended when AWS says', () => {
    const endedAt = new Date(SEEN - MINUTE);
    expect(map({ endedAt })).toMatchObject({
      end: { after: SEEN - MINUTE, before: SEEN - MINUTE },
      session: { id: 'id-3', userName: 'alice', isListed: false, body: null, sourceId: 'SSM ended' },
    });
  });

  test('ended between its start and now where AWS names no time', () => {
    expect(map({ endedAt: null, startedAt: new Date(SEEN - 5) }).end).toEqual({ after: SEEN - 5, before: SEEN });
    expect(map({ endedAt: null, startedAt: null }).end).toEqual({ after: null, before: SEEN });
  });
});

describe('The state of a source, as the store has it', () => {
  test.each([
    ['no plan', { asOf: SEEN, nextReadAt: null }, 60_000],
    ['a short interval', { asOf: SEEN, nextReadAt: SEEN + 5_000 }, 60_000],
    ['a long one', { asOf: SEEN, nextReadAt: SEEN + 50_000 }, 100_000],
    ['lists that rest', { asOf: SEEN, nextReadAt: SEEN + 50_000, restMs: 600_000 }, 700_000],
    ['no scan yet', { asOf: null, nextReadAt: SEEN + 500_000 }, 60_000],
  ])('has a gap of two intervals, or of the maximum age: %s', (_title, times, gapMs) => {
    expect(toStoredSource(sourceState('s', times), 60_000).gapMs).toBe(gapMs);
  });

  test('is whole, and can be read again', () => {
    const state = sourceState('s', { asOf: SEEN + 0.7 });
    const stored = toStoredSource(state, 60_000);
    expect([stored.asOf, JSON.parse(stored.state ?? '')]).toEqual([SEEN, state]);
  });
});
