import { describe, expect, test } from 'vitest';
import { type EndedSession, fingerprintOf } from '../../../src/live/reconciler/known-session.ts';
import { compare, type Sighting } from '../../../src/live/reconciler/sighting.ts';
import type { SessionStatus, SessionView } from '../../../src/sessions/provider.ts';
import { liveSession } from '../../support/live-changes.ts';

/** A sighting of a session at 100 to 110 s, in a list that was scanned before at 50 s. */
function sighting(view: Partial<SessionView> = {}, overrides: Partial<Sighting> = {}): Sighting {
  const session = liveSession('a');
  return {
    seen: { ...session, view: { ...session.view, startedAt: null, ...view } },
    id: 'a',
    sourceId: 'source',
    userName: null,
    list: '',
    scan: 2,
    requestedAt: 100,
    requestedTick: 100,
    answeredAt: 110,
    scannedBefore: 50,
    ...overrides,
  };
}

/** State after a sighting at 80 to 85 s. */
function known(view: Partial<SessionView> = {}) {
  const before = sighting(view, { requestedAt: 80, answeredAt: 85, scan: 1 });
  const { known } = compare(before, null, undefined);
  if (!known) throw new Error('Not known');
  return known;
}

const ENDED: EndedSession = { firstSeenAt: 7, status: 'CONNECTED', endedAt: 60, knownFrom: 60 };

describe('A session that is seen for the first time', () => {
  test('started when AWS says', () => {
    const { changes } = compare(sighting({ startedAt: new Date(70) }), null, undefined);
    expect(changes).toMatchObject([{ kind: 'STARTED', at: { after: 70, before: 70 }, previousStatus: null }]);
    expect(changes[0]?.session).toMatchObject({ firstSeenAt: 100, statusSince: { after: 70, before: 110 } });
  });

  test('started since the last complete scan where AWS does not say', () => {
    expect(compare(sighting(), null, undefined).changes).toMatchObject([{ at: { after: 50, before: 110 } }]);
    const first = sighting({}, { scannedBefore: null });
    expect(compare(first, null, undefined).changes).toMatchObject([{ at: { after: null, before: 110 } }]);
  });

  test('has bounds in order where the clock of AWS is ahead', () => {
    const { changes } = compare(sighting({ startedAt: new Date(500) }), null, undefined);
    expect(changes[0]?.session.statusSince).toEqual({ after: 110, before: 110 });
  });

  test.each(['TERMINATED', 'FAILED'] as const)('and is %s has ended, and stays in the index', (status) => {
    const { changes, known } = compare(sighting({ status, startedAt: new Date(70) }), null, undefined);
    expect(changes).toMatchObject([
      { kind: 'STARTED' },
      { kind: 'ENDED', reason: 'REPORTED_BY_AWS', isListed: true, at: { after: 70, before: 110 } },
    ]);
    expect(known?.hasEnded).toBe(true);
  });
});

describe('A session that is known', () => {
  test('has not changed if AWS says the same', () => {
    const before = known();
    expect(compare(sighting(), before, undefined).changes).toEqual([]);
    expect(before).toMatchObject({ scan: 2, lastSeenAt: 100, missing: null });
  });

  test.each<[SessionStatus, SessionStatus, string]>([
    ['CONNECTED', 'DISCONNECTED', 'DISCONNECTED'],
    ['DISCONNECTED', 'CONNECTED', 'CONNECTED'],
    ['CONNECTING', 'CONNECTED', 'CONNECTED'],
    ['CONNECTING', 'DISCONNECTED', 'UPDATED'],
    ['CONNECTED', 'TERMINATING', 'UPDATED'],
    ['CONNECTED', 'UNKNOWN', 'UPDATED'],
  ])('from %s to %s is %s, between its two sightings', (from, to, kind) => {
    const { changes } = compare(sighting({ status: to }), known({ status: from }), undefined);
    expect(changes).toMatchObject([{ kind, previousStatus: from, at: { after: 80, before: 110 } }]);
    expect(changes[0]?.session.statusSince).toEqual({ after: 80, before: 110 });
  });

  test('with another member is updated, and its status as old as before', () => {
    const before = known();
    const seen = { ...sighting().seen, session: { SessionId: 'a', Reason: 'new' } as never };
    const { changes } = compare(sighting({}, { seen }), before, undefined);
    expect(changes).toMatchObject([{ kind: 'UPDATED' }]);
    expect(changes[0]?.session.statusSince).toEqual({ after: 50, before: 85 });
    expect(before.fingerprint).toBe(fingerprintOf(seen));
  });

  test('with another user name is updated: the configuration completes names once it knows the account', () => {
    const { changes } = compare(sighting({}, { userName: 'alice@example.com' }), known(), undefined);
    expect(changes).toMatchObject([{ kind: 'UPDATED', session: { userName: 'alice@example.com' } }]);
  });

  test('has ended when AWS says, exactly', () => {
    const { changes } = compare(sighting({ status: 'TERMINATED', endedAt: new Date(95) }), known(), undefined);
    expect(changes).toMatchObject([
      { kind: 'ENDED', at: { after: 95, before: 95 }, previousStatus: 'CONNECTED', isListed: true },
    ]);
  });

  test('ends once, and reappears if AWS takes it back', () => {
    const before = known({ status: 'TERMINATED' });
    expect(compare(sighting({ status: 'TERMINATED' }), before, undefined).changes).toEqual([]);
    expect(compare(sighting(), before, undefined).changes).toMatchObject([{ kind: 'REAPPEARED' }]);
  });

  test('that the gateway has ended does not reappear while it terminates, nor on a page that was requested before', () => {
    const before = Object.assign(known(), { hasEnded: true, knownFrom: 90 });
    const older = sighting({}, { requestedTick: 89 });
    expect(compare(older, before, undefined).changes).toEqual([]);
    expect(before.lastSeenAt).toBe(80);
    const { changes } = compare(sighting({ status: 'TERMINATING' }), before, undefined);
    expect(changes).toMatchObject([{ kind: 'UPDATED' }]);
    expect(before.hasEnded).toBe(true);
  });
});

describe('A session that has left the index', () => {
  test('reappears with the time of its first sighting', () => {
    const { changes } = compare(sighting(), null, ENDED);
    expect(changes).toMatchObject([{ kind: 'REAPPEARED', previousStatus: 'CONNECTED', session: { firstSeenAt: 7 } }]);
  });

  test('does not reappear on a page that was requested before it ended', () => {
    expect(compare(sighting({}, { requestedTick: 59 }), null, ENDED)).toEqual({ known: null, changes: [] });
  });

  test('is listed again, without an event, where AWS lists it as ended', () => {
    const { changes, known } = compare(sighting({ status: 'TERMINATED' }), null, ENDED);
    expect(changes).toMatchObject([{ kind: 'UPDATED' }]);
    expect(known?.hasEnded).toBe(true);
  });
});
