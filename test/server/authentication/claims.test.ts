import { describe, expect, test } from 'vitest';
import { type ClaimNames, callerFrom, isMeantFor } from '../../../src/server/authentication/claims.ts';

const NAMES: ClaimNames = { userClaim: 'sub', scopesClaims: ['scope', 'scp'], scopePrefix: '' };
const locationsOf = (claims: Record<string, unknown>, names: Partial<ClaimNames> = {}) =>
  [...callerFrom(claims, { ...NAMES, ...names }).scopes].sort();

/** The examples of docs/authentication.md. */
describe('OAuth scopes of a token', () => {
  test.each<[string, Record<string, unknown>, Partial<ClaimNames>]>([
    ['of Okta, as a list', { scp: ['fleets:read', 'sessions:read'] }, {}],
    ['of OAuth 2.0, as a text', { scope: 'openid fleets:read  sessions:read' }, {}],
    [
      'of Keycloak, as roles of the realm',
      { realm_access: { roles: ['fleets:read', 'sessions:read', 'offline_access'] } },
      { scopesClaims: ['realm_access.roles'] },
    ],
    [
      'of Keycloak, as roles of a client',
      { resource_access: { 'session-gateway': { roles: ['fleets:read', 'sessions:read'] } } },
      { scopesClaims: ['resource_access.session-gateway.roles'] },
    ],
    [
      'of Entra ID, of a person and of a program',
      { scp: 'fleets:read', roles: ['sessions:read'] },
      { scopesClaims: ['scp', 'roles'] },
    ],
    [
      'of Cognito, behind the resource server',
      { scope: 'session-gateway/fleets:read session-gateway/sessions:read mail/sessions:terminate' },
      { scopePrefix: 'session-gateway/' },
    ],
    [
      'behind a URL',
      { scope: 'https://api.example.com/fleets:read https://api.example.com/sessions:read' },
      { scopePrefix: 'https://api.example.com/' },
    ],
    [
      'of Auth0, in a claim whose name is a URL',
      { 'https://example.com/scopes': ['fleets:read', 'sessions:read'] },
      { scopesClaims: ['https://example.com/scopes'] },
    ],
  ])('%s', (_title, claims, names) => {
    expect(locationsOf(claims, names)).toEqual(['fleets:read', 'sessions:read']);
  });

  test.each<[string, Record<string, unknown>, Partial<ClaimNames>]>([
    ['words that the gateway does not know', { scope: 'admin fleets FLEETS:READ fleets:read:own sessions:*' }, {}],
    ['a scope without the prefix that is set', { scope: 'fleets:read' }, { scopePrefix: 'session-gateway/' }],
    ['a scope with a prefix that is not', { scope: 'session-gateway/fleets:read' }, {}],
    ['a claim of another name', { permissions: ['fleets:read'] }, {}],
    ['a claim of another shape', { scope: { 'fleets:read': true }, scp: [['fleets:read'], 1, null] }, {}],
    ['what every object has', {}, { scopesClaims: ['constructor.name', '__proto__'] }],
    ['a way that leads nowhere', { realm_access: 'fleets:read' }, { scopesClaims: ['realm_access.roles'] }],
  ])('%s grants no scope', (_title, claims, names) => {
    expect(locationsOf(claims, names)).toEqual([]);
  });
});

describe('User name of a token', () => {
  test.each<[Record<string, unknown>, string, string | null, string | null]>([
    [{ sub: 'alice' }, 'sub', 'alice', 'alice'],
    [{ sub: '0f5c', preferred_username: 'alice' }, 'preferred_username', 'alice', 'alice'],
    // The record has somebody all the same; but no user of AWS has that name.
    [{ sub: '0f5c' }, 'preferred_username', null, '0f5c'],
    [{ sub: '0f5c', email: ['alice'] }, 'email', null, '0f5c'],
    [{ email: ' ' }, 'email', null, null],
  ])('%j by %s: %s', (claims, userClaim, user, name) => {
    expect(callerFrom(claims, { ...NAMES, userClaim })).toMatchObject({ user, name });
  });
});

test.each([
  [{ aud: 'a' }, 'aud', true],
  [{ aud: ['x', 'b'] }, 'aud', true],
  [{ aud: ['x'] }, 'aud', false],
  [{}, 'aud', false],
  [{ client_id: 'a' }, 'client_id', true],
  [{ aud: 'a' }, 'client_id', false],
])('%j, by %s, is for the audience: %s', (claims, audienceClaim, is) => {
  expect(isMeantFor(claims, { audienceClaim, audiences: ['a', 'b'] })).toBe(is);
});
