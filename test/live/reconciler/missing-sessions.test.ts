import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bounds, fingerprintOf, isOver, type KnownSession } from '../../../src/live/reconciler/known-session.ts';
import {
  type CompleteScan,
  endOf,
  recordMissing,
  reportedEndOf,
} from '../../../src/live/reconciler/missing-sessions.ts';
import { SESSION_STATUSES, type SessionStatus } from '../../../src/sessions/provider.ts';
import { liveSession } from '../../support/live-changes.ts';

const known = (overrides: Partial<KnownSession> = {}): KnownSession => ({
  session: liveSession('a'),
  fingerprint: fingerprintOf(liveSession('a')),
  list: '',
  scan: 1,
  lastSeenAt: 100,
  missing: null,
  hasEnded: false,
  knownFrom: -Infinity,
  ...overrides,
});

const scanAt = (startedAt: number, hasMoved = false): CompleteScan => ({
  list: '',
  scan: 2,
  startedAt,
  endedAt: startedAt + 10,
  hasMoved,
  isOfDeletedResource: false,
});

const withView = (view: { status?: SessionStatus; endedAt?: Date | null }) => {
  const session = liveSession('a');
  return { ...session, view: { ...session.view, ...view } };
};

describe('Evidence of an end', () => {
  test('is two complete scans in a row that did not move', () => {
    const session = known();
    expect(recordMissing(session, scanAt(200))).toBe(false);
    expect(recordMissing(session, scanAt(300))).toBe(true);
    expect(session.missing).toMatchObject({ since: 200, before: 210 });
  });

  test('is six scans that all moved', () => {
    const session = known();
    const proven = [1, 2, 3, 4, 5, 6].map((at) => recordMissing(session, scanAt(at * 100, true)));
    expect(proven).toEqual([false, false, false, false, false, true]);
  });

  test('is never one scan, and always any six or any two steady ones', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), (moves) => {
        const session = known();
        const proven = moves.map((hasMoved, at) => recordMissing(session, scanAt(at * 100, hasMoved)));
        const steady = (until: number) => moves.slice(0, until + 1).filter((hasMoved) => !hasMoved).length;
        expect(proven[0]).toBe(false);
        for (const [at, isProven] of proven.entries()) {
          if (steady(at) >= 2 || at >= 5) expect(isProven).toBe(true);
          if (at > 0 && proven[at - 1]) expect(isProven).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('The end of a session that is not listed any more', () => {
  test('lies between its last sighting and the first scan without it', () => {
    expect(endOf(known(), 'DISAPPEARED', 250)).toMatchObject({
      kind: 'ENDED',
      at: { after: 100, before: 250 },
      previousStatus: 'CONNECTED',
      reason: 'DISAPPEARED',
      isListed: false,
    });
  });

  test('has bounds in order where the clocks differ', () => {
    expect(endOf(known({ lastSeenAt: 400 }), 'EXPIRED', 250)).toMatchObject({ at: { after: 250, before: 250 } });
  });

  test('is no event where it was reported before', () => {
    const session = known({ hasEnded: true });
    expect(endOf(session, 'DISAPPEARED', 250)).toEqual({ kind: 'UNLISTED', session: session.session });
    expect(reportedEndOf(session, withView({ status: 'TERMINATED' }), 300).kind).toBe('UNLISTED');
  });
});

describe('The end of a session that AWS lists as ended', () => {
  test('is the time that AWS names', () => {
    const seen = withView({ status: 'TERMINATED', endedAt: new Date(180) });
    const change = reportedEndOf(known(), seen, 300);
    expect(change).toMatchObject({
      at: { after: 180, before: 180 },
      statusUntil: { after: 100, before: 180 },
      previousStatus: 'CONNECTED',
      reason: 'REPORTED_BY_AWS',
      isListed: false,
    });
    expect(change.session.view.status).toBe('TERMINATED');
    expect(change.session.id).toBe('a');
  });

  test('lies before the first scan without it where AWS names no time, or before the answer', () => {
    const seen = withView({ status: 'TERMINATED', endedAt: null });
    const missing = { since: 200, before: 210, evidence: 3 };
    expect(reportedEndOf(known({ missing }), seen, 300)).toMatchObject({ at: { after: 100, before: 210 } });
    expect(reportedEndOf(known(), seen, 300)).toMatchObject({ at: { after: 100, before: 300 } });
  });

  test('has bounds in order where AWS names a time before the last sighting', () => {
    const seen = withView({ status: 'TERMINATED', endedAt: new Date(40) });
    expect(reportedEndOf(known(), seen, 300)).toMatchObject({ statusUntil: { after: 40, before: 40 } });
  });
});

test.each(SESSION_STATUSES)('A session that is %s is over, or not', (status) => {
  const isFinal = status === 'TERMINATED' || status === 'FAILED';
  expect(isOver(withView({ status }))).toBe(isFinal);
  expect(isOver(withView({ status }), true)).toBe(isFinal || status === 'TERMINATING');
});

test('Bounds are in order, whatever the clocks say', () => {
  const time = fc.integer({ min: -5, max: 5 });
  fc.assert(
    fc.property(fc.option(time), time, (after, before) => {
      const made = bounds(after, before);
      expect(made.before).toBe(before);
      expect(made.after).toBe(after === null ? null : Math.min(after, before));
    }),
    { numRuns: 100 },
  );
});
