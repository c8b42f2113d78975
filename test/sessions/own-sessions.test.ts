import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import { MutationError } from '../../src/services/mutation-error.ts';
import { type SessionFilter, servicesOf } from '../../src/sessions/filter.ts';
import { toUserName } from '../../src/sessions/identity.ts';
import {
  forbiddenSession,
  onlyUserOf,
  orForbiddenSession,
  ownFilter,
  ownSessions,
} from '../../src/sessions/own-sessions.ts';

const location = { accountId: '123456789012', region: 'eu-west-1' };
const userNameOf = (userId: string | null) => toUserName(userId, '');
const own = (userName: string | null) => ownSessions(userName, userNameOf);
const isOwn = (userName: string | null, userId: string | null) => own(userName).has({ userId, location });
const filter: SessionFilter = { includeHistory: false };

describe('The own sessions of a caller', () => {
  test.each<[string | null, string | null, boolean]>([
    ['alice', 'alice', true],
    ['alice', 'ALICE', true],
    ['alice', 'arn:aws:sts::123456789012:assumed-role/Ops/Alice', true],
    ['alice', 'arn:aws:iam::123456789012:user/alice', true],
    ['alice', 'alice ', false],
    ['alice', 'alice@example.com', false],
    ['alice', 'bob', false],
    ['alice', null, false],
    ['alice', '', false],
    [null, null, false],
    [null, '', false],
    [null, 'alice', false],
    ['kim', '\u212aim', false],
  ])('of %j are those whose user is theirs: %j %s', (userName, userId, isTheirs) => {
    expect(isOwn(userName, userId)).toBe(isTheirs);
  });

  test('are of no two callers', () => {
    const name = fc.option(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }).map((text) => toUserName(text, '')),
    );
    const userId = fc.option(fc.string({ unit: 'grapheme', maxLength: 4 }));
    fc.assert(
      fc.property(name, name, userId, (one, other, of) => {
        if (isOwn(one, of) && isOwn(other, of)) expect(one).toBe(other);
      }),
      { numRuns: 300 },
    );
  });
});

describe('The filter of a self-scoped caller', () => {
  test('is for their name, whatever else it says', () => {
    expect(ownFilter({ ...filter, statuses: ['CONNECTED'] }, own('alice'))).toEqual({
      includeHistory: false,
      statuses: ['CONNECTED'],
      userName: 'alice',
      isOwn: true,
    });
    expect(ownFilter({ ...filter, userName: 'alice' }, own('alice'))).toMatchObject({ userName: 'alice', isOwn: true });
  });

  test.each<[string, string | null, string | undefined]>([
    ['for another user', 'alice', 'bob'],
    ['of a caller without a name', null, undefined],
    ['of a caller without a name, for a user', null, 'bob'],
  ])('%s reads nothing at all', (_title, userName, wanted) => {
    const given = { ...filter, ...(wanted !== undefined && { userName: wanted }), services: ['SSM'] as const };
    const restricted = ownFilter(given, own(userName));
    expect([servicesOf(restricted), restricted.isOwn]).toEqual([[], true]);
  });
});

describe('The only user whose sessions exist', () => {
  test.each<[string | undefined, string | null | 'everyone', string | null | undefined]>([
    [undefined, 'everyone', undefined],
    ['bob', 'everyone', 'bob'],
    [undefined, 'alice', 'alice'],
    ['alice', 'alice', 'alice'],
    ['bob', 'alice', null],
    [undefined, null, null],
    ['bob', null, null],
  ])('of the field of %j is, for %j, %j', (user, caller, expected) => {
    expect(onlyUserOf(user, caller === 'everyone' ? null : own(caller))).toBe(expected);
  });
});

describe('An id that is not theirs', () => {
  const invalid = new GatewayError('INVALID_ID', 'Not an id.');

  test('is FORBIDDEN for a self-scoped caller, as one that does not exist: they cannot tell the two apart', () => {
    const error = orForbiddenSession(invalid, own('alice'));
    expect(error).toBeInstanceOf(MutationError);
    expect((error as MutationError).userErrors).toEqual(forbiddenSession().userErrors);
    expect((error as MutationError).userErrors[0]).toMatchObject({ code: 'FORBIDDEN', field: ['input', 'id'] });
  });

  test('is INVALID_ID for others; any other error is what it is', () => {
    expect(orForbiddenSession(invalid, null)).toBe(invalid);
    const other = new GatewayError('UPSTREAM_TIMEOUT', 'Late.');
    expect(orForbiddenSession(other, own('alice'))).toBe(other);
    const bug = new TypeError('A bug.');
    expect(orForbiddenSession(bug, own('alice'))).toBe(bug);
  });
});
