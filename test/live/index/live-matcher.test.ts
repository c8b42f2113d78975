import { describe, expect, test } from 'vitest';
import type { LiveFilter } from '../../../src/live/index/live-filter.ts';
import { liveMatcher, searchTextOf } from '../../../src/live/index/live-matcher.ts';
import { liveSession, MINUTE, SEEN } from '../../support/live-sessions.ts';

const SESSION = liveSession(1, {
  user: 'Anna@Example.com',
  statusSince: { after: SEEN - MINUTE, before: SEEN },
  view: { startedAt: new Date(SEEN) },
});

const matches = (filter: LiveFilter, session = SESSION) => liveMatcher(filter, () => false)(session);

/** Filters that the session matches, each beside one that differs in one value and that it does not match. */
const PAIRS: readonly (readonly [LiveFilter, LiveFilter])[] = [
  [{}, { statuses: [] }],
  [{ services: ['SSM', 'APPSTREAM'] }, { services: ['SSM'] }],
  [{ statuses: [SESSION.view.status] }, { statuses: ['FAILED'] }],
  [{ userName: 'anna@example.com' }, { userName: 'Anna@Example.com' }],
  [{ onlyUser: 'anna@example.com' }, { onlyUser: 'bruno' }],
  [
    { onlyUser: 'anna@example.com', userName: 'anna@example.com' },
    { onlyUser: 'bruno', userName: 'anna@example.com' },
  ],
  [{ fleetNames: ['Fleet-0', 'Fleet-1'] }, { fleetNames: ['fleet-1'] }],
  [{ stackNames: ['Stack-1'] }, { stackNames: ['Stack-0'] }],
  [{ regions: ['eu-west-1'] }, { regions: ['eu-west-2'] }],
  [{ accountIds: ['123456789012'] }, { accountIds: [] }],
  [{ startedAfter: SEEN }, { startedAfter: SEEN + 1 }],
  [{ startedBefore: SEEN + 1 }, { startedBefore: SEEN }],
  [{ statusBefore: SEEN + 1 }, { statusBefore: SEEN }],
  [{ search: 'anna@ex' }, { search: 'anna@exm' }],
  [{ search: 'fleet-1' }, { search: 'stack-1' }],
  [{ unverified: false }, { unverified: true }],
];

describe('The predicate of a filter', () => {
  test.each(PAIRS)('matches a session of %j, and not of %j', (filter, other) => {
    expect([matches(filter), matches(other)]).toEqual([true, false]);
  });

  test('matches where all conditions do, and not where one of them does not', () => {
    const whole = Object.assign({}, ...PAIRS.map(([filter]) => filter));
    expect(matches(whole)).toBe(true);
    for (const [, other] of PAIRS) expect(matches({ ...whole, ...other })).toBe(false);
  });

  test.each<LiveFilter>([{ poolIds: ['wspool-1'] }, { targets: ['Fleet-1'] }, { fleetNames: [] }])(
    'of %j, a condition of another service or without values, matches none',
    (filter) => {
      expect(matches(filter)).toBe(false);
    },
  );

  test('matches no session without a start in a range of time, and none for a caller without a name', () => {
    const unknown = liveSession(2, { view: { startedAt: null } });
    expect(matches({ startedAfter: 0 }, unknown)).toBe(false);
    expect(matches({ startedBefore: SEEN * 2 }, unknown)).toBe(false);
    const unnamed = { ...unknown, userName: null };
    expect([matches({}, unnamed), matches({ onlyUser: null }, unnamed)]).toEqual([true, false]);
    expect(matches({ onlyUser: null })).toBe(false);
  });

  test('looks at the age of a session when it is asked, not before', () => {
    let isUnverified = false;
    const predicate = liveMatcher({ unverified: true }, () => isUnverified);
    expect(predicate(SESSION)).toBe(false);
    isUnverified = true;
    expect(predicate(SESSION)).toBe(true);
  });
});

test('The text that is searched has user, instance, id and resource, in lower case', () => {
  expect(searchTextOf(SESSION).split('\n')).toEqual([
    'anna@example.com',
    'anna@example.com',
    'i-1',
    'stream-1',
    'fleet-1',
  ]);
});
