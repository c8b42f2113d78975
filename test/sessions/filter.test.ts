import { describe, expect, test } from 'vitest';
import type { AnySession } from '../../src/sessions/any-session.ts';
import { matcher, type SessionFilter, servicesOf, toFilter, wantsHistory } from '../../src/sessions/filter.ts';
import { toUserName } from '../../src/sessions/identity.ts';
import type { SessionView } from '../../src/sessions/provider.ts';

const filter = (conditions: Partial<SessionFilter>): SessionFilter => ({ includeHistory: false, ...conditions });
const userNameOf = (userId: string | null) => toUserName(userId, '');
const NOON = new Date('2026-11-02T12:00:00Z');
const ONE = new Date('2026-11-02T13:00:00Z');

function isMatch(conditions: Partial<SessionFilter>, view: Partial<SessionView>): boolean {
  const session = { startedAt: NOON, status: 'CONNECTED', userId: 'alice', instanceId: 'i-1', ...view };
  return matcher(filter(conditions), userNameOf)({ view: session } as unknown as AnySession);
}

describe('The services that a filter selects', () => {
  test.each<[Partial<SessionFilter>, string[]]>([
    [{}, ['APPSTREAM', 'SSM', 'WORKSPACES', 'WORKSPACES_PERSONAL']],
    [{ services: ['WORKSPACES', 'SSM'] }, ['SSM', 'WORKSPACES']],
    [{ fleetNames: ['f'] }, ['APPSTREAM']],
    [{ stackNames: ['s'], fleetNames: ['f'] }, ['APPSTREAM']],
    [{ targets: ['i-1'] }, ['SSM']],
    [{ poolIds: ['wspool-1'] }, ['WORKSPACES']],
    [{ poolIds: ['wspool-1'], targets: ['i-1'] }, []],
    [{ services: ['SSM'], stackNames: ['s'] }, []],
    [{ services: [] }, []],
    [{ regions: [] }, []],
    [{ startedAfter: NOON, startedBefore: NOON }, []],
    [{ startedAfter: ONE, startedBefore: NOON }, []],
    [{ startedAfter: NOON, startedBefore: ONE }, ['APPSTREAM', 'SSM', 'WORKSPACES', 'WORKSPACES_PERSONAL']],
  ])('%j', (conditions, services) => {
    expect(servicesOf(filter(conditions))).toEqual(services);
  });
});

describe('A session matches', () => {
  test.each<[string, Partial<SessionFilter>, Partial<SessionView>, boolean]>([
    ['without a condition', {}, {}, true],
    ['one of the statuses', { statuses: ['FAILED', 'CONNECTED'] }, {}, true],
    ['none of the statuses', { statuses: ['FAILED'] }, {}, false],
    ['its user, in another spelling', { userName: 'alice' }, { userId: 'ALICE' }, true],
    ['without a user, by user name', { userName: 'alice' }, { userId: null }, false],
    ['what began later', { startedAfter: NOON }, { startedAt: ONE }, true],
    ['what began at that moment', { startedAfter: NOON }, {}, true],
    ['what began before', { startedBefore: ONE }, {}, true],
    ['what began at that moment as before', { startedBefore: NOON }, {}, false],
    ['without a start time, by start time', { startedAfter: NOON }, { startedAt: null }, false],
    ['its target', { targets: ['i-1'] }, {}, true],
    ['another target', { targets: ['i-2'] }, {}, false],
    ['all but one condition', { statuses: ['CONNECTED'], targets: ['i-2'] }, {}, false],
  ])('%s', (_title, conditions, view, expected) => {
    expect(isMatch(conditions, view)).toBe(expected);
  });
});

test.each<[Partial<SessionFilter>, boolean]>([
  [{}, false],
  [{ includeHistory: true }, true],
  [{ includeHistory: true, statuses: ['CONNECTED'] }, false],
  [{ includeHistory: true, statuses: ['CONNECTED', 'FAILED'] }, true],
])("SSM's history is read for %j: %s", (conditions, expected) => {
  expect(wantsHistory(filter(conditions))).toBe(expected);
});

describe('Conditions of a client', () => {
  test('that are null are absent', () => {
    expect(toFilter({ services: null, userName: null, includeHistory: null }, userNameOf)).toEqual({
      includeHistory: false,
    });
  });

  test.each([{ userName: '' }, { userName: '  ' }, { fleetNames: ['b a d'] }, { poolIds: ['pool'] }])(
    '%j is BAD_USER_INPUT',
    (conditions) => {
      expect(() => toFilter(conditions, userNameOf)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
    },
  );
});
