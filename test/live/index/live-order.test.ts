import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_ORDER,
  defaultKeyOf,
  idDigest,
  keyOf,
  NO_TIME,
  ORDER_FIELDS,
  SORT_COLUMNS,
} from '../../../src/live/index/live-order.ts';
import { SESSION_STATUSES } from '../../../src/sessions/provider.ts';
import { liveSession, liveSessions, SEEN } from '../../support/live-sessions.ts';

const [FIRST_DAY, LAST_DAY] = [-8_640_000_000_000_000, 8_640_000_000_000_000];

describe('The digest of an id', () => {
  test('is an exact integer of 52 bits, the same in every process: cursors of one replica are read by others', () => {
    expect(idDigest('U3NtU2Vzc2lvbg')).toBe(idDigest('U3NtU2Vzc2lvbg'));
    expect(idDigest('')).toBe(0xe3b0c44298fc1);
    fc.assert(
      fc.property(fc.string(), (id) => {
        const digest = idDigest(id);
        expect(Number.isSafeInteger(digest) && digest >= 0 && digest < 2 ** 52).toBe(true);
      }),
    );
  });

  test('differs between ten thousand ids, and spreads them: ids of one fleet differ in a few characters', () => {
    const digests = Array.from({ length: 10_000 }, (_, number) => idDigest(`session-${number}`));
    expect(new Set(digests).size).toBe(10_000);
    const low = digests.filter((digest) => digest < 2 ** 51).length;
    expect(low).toBeGreaterThan(4_500);
    expect(low).toBeLessThan(5_500);
  });
});

describe('Sort values', () => {
  test('have no absent ones: each is a text or a whole number, which SQLite compares', () => {
    fc.assert(
      fc.property(liveSessions, (sessions) => {
        for (const session of sessions)
          for (const field of ORDER_FIELDS) {
            const value = SORT_COLUMNS[field].valueOf(session);
            expect(typeof value === 'string' || Number.isSafeInteger(value)).toBe(true);
          }
      }),
    );
  });

  test.each([
    ['an absent', null],
    ['an invalid', new Date(Number.NaN)],
  ])('of %s time are before the first day that there is', (_what, time) => {
    const startOf = (startedAt: Date | null) =>
      SORT_COLUMNS.STARTED_AT.valueOf(liveSession(1, { view: { startedAt } }));
    const at = startOf(time);
    expect(at).toBe(NO_TIME);
    for (const day of [FIRST_DAY, 0, LAST_DAY]) expect(at < startOf(new Date(day))).toBe(true);
  });

  test('of statuses are in the order of their life', () => {
    const values = SESSION_STATUSES.map((status) => SORT_COLUMNS.STATUS.valueOf(liveSession(1, { view: { status } })));
    expect(values).toEqual(SESSION_STATUSES.map((_, index) => index));
  });

  test('of a session without user, instance and resource are empty texts', () => {
    const session = liveSession(1, { view: { instanceId: null }, model: { FleetName: undefined } });
    const unnamed = { ...session, userName: null };
    for (const field of ['USER_NAME', 'INSTANCE_ID', 'RESOURCE'] as const)
      expect(SORT_COLUMNS[field].valueOf(unnamed)).toBe('');
  });
});

describe('A key', () => {
  test('has a value for each field, and the digest that tells equal sessions apart', () => {
    const session = liveSession(3, { statusSince: { after: 1, before: SEEN } });
    const order = [
      { field: 'REGION', direction: 'ASC' },
      { field: 'STATUS_SINCE', direction: 'DESC' },
    ] as const;
    expect(keyOf(session, order)).toEqual(['eu-west-1', SEEN, idDigest(session.id)]);
  });

  test('of an edge of a subscription is that of the default order: newest first', () => {
    const session = liveSession(3);
    expect(defaultKeyOf(session)).toEqual(keyOf(session, DEFAULT_ORDER));
    expect(DEFAULT_ORDER).toEqual([{ field: 'STARTED_AT', direction: 'DESC' }]);
  });
});
