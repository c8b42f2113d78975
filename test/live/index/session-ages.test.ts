import { expect, test } from 'vitest';
import { sessionAges } from '../../../src/live/index/session-ages.ts';
import type { LiveSourceState } from '../../../src/live/live-session.ts';
import { liveSession, MINUTE, SEEN, sourceState } from '../../support/live-sessions.ts';

function ages(asOf: Record<string, number | null>, now = SEEN + 10 * MINUTE) {
  const states = new Map<string, LiveSourceState>(
    Object.entries(asOf).map(([id, at]) => [id, sourceState(id, { asOf: at })]),
  );
  const table = { sourceIds: () => [...Object.keys(asOf), 'unknown'] };
  return sessionAges({ table, states, maxAgeMs: MINUTE, now: () => now });
}

test('A session was seen last with the last complete scan of its source, or its last change', () => {
  const session = liveSession(1);
  const { sourceId, firstSeenAt, statusSince } = session;
  const observed = Math.max(firstSeenAt, statusSince.before);
  expect(ages({}).lastSeenAt(session)).toBe(observed);
  expect(ages({ [sourceId]: null }).lastSeenAt(session)).toBe(observed);
  expect(ages({ [sourceId]: observed - 1 }).lastSeenAt(session)).toBe(observed);
  expect(ages({ [sourceId]: observed + 5 }).lastSeenAt(session)).toBe(observed + 5);
  const changed = { ...session, statusSince: { after: null, before: observed + 9 } };
  expect(ages({ [sourceId]: observed + 5 }).lastSeenAt(changed)).toBe(observed + 9);
});

test('Sources without a complete scan within the maximum age are stale, if a filter asks', () => {
  const now = SEEN + 10 * MINUTE;
  const { staleSources, oldest } = ages({ fresh: now - MINUTE, stale: now - MINUTE - 1, never: null });
  expect(oldest()).toBe(now - MINUTE);
  expect(staleSources({})).toEqual([]);
  for (const unverified of [true, false]) expect(staleSources({ unverified })).toEqual(['stale', 'never', 'unknown']);
});
